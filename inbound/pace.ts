/** How much mail comes in just now. */
export type Pace = Readonly<{
  /** A mail was kept. */
  note: () => void
  /** More than 400 mails a second lately, and one just now: then the door needs the machine more than filing does. */
  busy: () => boolean
}>

const windowMs = 100
const busyMails = 40
/** ms without a mail after which a flood is over: several commits of a slow disk. */
const overMs = 40

/** Counts in windows of a tenth of a second; the fuller one of the last two decides. */
export function startPace(clock: () => number = () => performance.now()): Pace {
  let [begin, now, before, last] = [0, 0, 0, 0]
  const roll = (at: number) => {
    const passed = at - begin
    if (passed < windowMs) return
    before = passed < 2 * windowMs ? now : 0
    now = 0
    begin += passed
  }
  return {
    note() {
      last = clock()
      roll(last)
      now += 1
    },
    busy() {
      const at = clock()
      roll(at)
      return at - last < overMs && Math.max(now, before) > busyMails
    },
  }
}
