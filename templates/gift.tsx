import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

export type GiftShown = Readonly<{ left: string; until: string; terms: string; kept: boolean }>
type Props = Readonly<{ ui: Ui; shown?: GiftShown | undefined; refused?: 'unknown' | 'tooMany' | undefined }>

/** For customers, without a sign-in: what is left under a code that they type. The code is never written back. */
export function GiftPage({ ui, shown, refused }: Props) {
  const words = ui.words.gift
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.title}</h1>
      {shown && (
        <div class="notice good" role="status">
          {icon('hand-coins')}{' '}
          <span>
            <strong>{words.left(shown.left)}</strong> {words.until(shown.until)} {shown.kept && words.yours}
          </span>
        </div>
      )}
      {shown?.terms && <p class="pre quiet">{shown.terms}</p>}
      {refused && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words[refused]}
        </p>
      )}
      <form class="stack" method="post" action={ui.url('/gift')}>
        {!shown && <p>{words.lead}</p>}
        <Field label={words.code} name="code" hint={words.codeHint} autocomplete="off" required />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.show}
          </button>
        </div>
      </form>
    </Plain>
  )
}
