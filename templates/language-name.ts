import type { Ui } from './ui.ts'

/** A language as the reader calls it; its code where nobody does. */
export function languageName({ language }: Pick<Ui, 'language'>, code: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
