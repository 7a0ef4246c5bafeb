import type { Viewer } from '../src/desk/presence.ts'
import { Initials } from './fields.tsx'
import type { Ui } from './ui.ts'

/** Who else has an issue before them, in its row; live pages keep it fresh. */
export function RowPresence({ ui, viewers = [] }: { ui: Ui; viewers?: readonly Viewer[] | undefined }) {
  return (
    <span class="present" data-present>
      {viewers.slice(0, 3).map((one) => (
        <PresentMark ui={ui} one={one} />
      ))}
    </span>
  )
}

/** The same in the head of the conversation, in words. */
export function HeadPresence({ ui, viewers }: { ui: Ui; viewers: readonly Viewer[] }) {
  return (
    <span class="present in-words" data-present role="status">
      {viewers.slice(0, 5).map((one) => (
        <PresentMark ui={ui} one={one} />
      ))}
    </span>
  )
}

function PresentMark({ ui, one }: { ui: Ui; one: Viewer }) {
  const words = ui.words.craft
  const said = one.typing ? words.typing(one.name) : words.viewing(one.name)
  return (
    <span class={one.typing ? 'present-mark typing' : 'present-mark'} data-rep={one.id} title={said}>
      <Initials name={one.name} small />
      {one.typing && (
        <span class="pen" aria-hidden="true">
          …
        </span>
      )}
      <span class="present-words">{said}</span>
    </span>
  )
}
