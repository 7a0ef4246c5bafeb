import { Composer } from './composer.tsx'
import type { Draft } from './composer-props.ts'
import type { Ui } from './ui.ts'

/** The composer alone on its page: a letter that makes its issue. */
export function NewLetterPage({ ui, draft }: { ui: Ui; draft: Draft }) {
  return (
    <main id="pane" class="page new-letter" tabindex={-1}>
      <header>
        <h1>{ui.words.newLetter.title}</h1>
        <p class="quiet">{ui.words.newLetter.lead}</p>
      </header>
      {draft.orderId && (
        <p class="quiet">
          {ui.words.newLetter.order} {draft.orderId}
        </p>
      )}
      <Composer ui={ui} target={{ issueId: undefined, personName: '', action: '/letters' }} draft={draft} />
    </main>
  )
}
