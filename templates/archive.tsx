import type { Archived } from '../src/campaigns/archive.ts'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type Props = Readonly<{ ui: Ui; token: string; letter: Archived }>

/** What a campaign said, for everybody; its HTML in a frame of its own, that runs nothing. */
export function ArchivePage({ ui, token, letter }: Props) {
  const words = ui.words.archivePage
  return (
    <Plain ui={ui} title={letter.subject}>
      <h1>{letter.subject}</h1>
      <p>{words.lead(letter.from, ui.dates.day(letter.startedAt))}</p>
      <p class="quiet">{words.note}</p>
      <iframe
        class="archive-letter"
        src={ui.url(`/archive/${token}/html`)}
        title={words.letter}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerpolicy="no-referrer"
      ></iframe>
    </Plain>
  )
}
