import type { Draft } from './composer-props.ts'
import { programText } from './grant.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** A certificate that goes along: how much, from which program with its limits, and its last day. */
export function GiftPart({ ui, draft: { programs, gift } }: { ui: Ui; draft: Draft }) {
  const words = ui.words.composerGift
  if (!ui.may('certificates') || programs.length === 0) return null
  return (
    <details class="composer-gift for-reply" open={gift !== undefined}>
      <summary>
        {icon('hand-coins')} {words.title}
      </summary>
      <div class="composer-gift-fields">
        <div class="field">
          <label for="gift-amount">{words.amount}</label>
          <input id="gift-amount" name="giftAmount" inputmode="decimal" autocomplete="off" value={gift?.amount} />
        </div>
        <div class="field wide-field">
          <label for="gift-program">{words.program}</label>
          <select id="gift-program" name="giftProgram">
            {programs.map((program) => (
              <option value={String(program.id)} selected={String(program.id) === gift?.program}>
                {programText(ui, program)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="gift-until">{ui.words.certificates.until}</label>
          <input id="gift-until" type="date" name="giftUntil" value={gift?.until} />
        </div>
        <p class="hint">{words.lead}</p>
      </div>
    </details>
  )
}
