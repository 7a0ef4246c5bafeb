import type { Surge } from '../src/desk/surges.ts'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** `count`: the issues of its list at this moment. */
export type ShownSurge = Surge & Readonly<{ list: string }>

/** What comes in far above the usual, with its issues and a way to have no more of it. */
export function Surges({ ui, surges }: { ui: Ui; surges: readonly ShownSurge[] }) {
  const words = ui.words.surges
  return (
    <section id="board-part-surges" class="surges" aria-label={words.title} data-live-part hidden={surges.length === 0}>
      {surges.map((surge) => (
        <div class="notice warn surge" role="status">
          {icon('triangle-alert')}
          <p>
            <strong>{surgeText(ui, surge)}</strong>{' '}
            <a href={ui.url(surge.list)}>
              {words.numbers(ui.dates.number(surge.count), ui.dates.number(Math.round(surge.usual * 10) / 10))}
            </a>
          </p>
          {ui.may('work') && (
            <PostButton action={ui.url(`/surges/${surge.id}/dismiss`)} label={words.dismissOf(surge.type)}>
              {words.dismiss}
            </PostButton>
          )}
        </div>
      ))}
    </section>
  )
}

/** “three times the usual since Tuesday”; of what hardly ever came before there is no such number. */
function surgeText({ words, dates }: Ui, { type, since, count, usual }: Surge): string {
  const day = dates.relative(since)
  if (usual < 0.5) return words.surges.textNew(type, day)
  return words.surges.text(type, dates.number(Math.round((count / usual) * 10) / 10), day)
}
