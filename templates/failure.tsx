import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'
import type { Words } from './words/en.ts'

type FailureProps = {
  ui: Ui
  kind: Exclude<keyof Words['refusals'], 'home'>
  reference?: string | undefined
  detail?: string | undefined
}

/** What went wrong and what to do now. */
export function FailurePage({ ui, kind, reference, detail }: FailureProps) {
  const words = ui.words.refusals[kind]
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.title}</h1>
      {detail && <p>{ui.words.said(detail)}</p>}
      <p>{words.text}</p>
      {reference && (
        <p>
          <code>{reference}</code>
        </p>
      )}
      <p>
        <a class="button primary" href={ui.url('/issues')}>
          {ui.words.refusals.home}
        </a>
      </p>
    </Plain>
  )
}
