/** How much mail comes in just now. */
export type Pace = Readonly<{
  /** A mail was kept. */
  note: () => void
  /** More than 400 mails a second lately: then the door needs the machine more than filing does. */
  busy: () => boolean
}>

const windowMs = 100
const busyMails = 40

/** Counts in windows of a tenth of a second; the fuller one of the last two decides. */
export function startPace(): Pace {
  let begin = 0
  let now = 0
  let before = 0
  const roll = () => {
    const passed = performance.now() - begin
    if (passed < windowMs) return
    before = passed < 2 * windowMs ? now : 0
    now = 0
    begin += passed
  }
  return {
    note() {
      roll()
      now += 1
    },
    busy() {
      roll()
      return Math.max(now, before) > busyMails
    },
  }
}
