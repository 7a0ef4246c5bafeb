import type { Refusal } from './limits.ts'

/** Every word that the door says besides 250. */
export type Answer =
  | Refusal
  | Readonly<{ code: 550 | 451 | 454 | 530 | 535 | 538 | 553 | 554; enhanced: string; text: string }>

export const closing: Answer = {
  code: 421,
  enhanced: '4.3.2',
  text: 'The desk is shutting down, try again in a minute',
}
export const away: Answer = {
  code: 451,
  enhanced: '4.3.0',
  text: 'The desk cannot keep mail just now, try again later',
}
/** For now: told again, the sender hears at RCPT which mailbox is not there, and the others still get the mail. */
export const mailboxGone: Answer = {
  code: 451,
  enhanced: '4.2.1',
  text: 'A mailbox of this mail is gone, send it again',
}
export const backlogged: Answer = { code: 452, enhanced: '4.3.1', text: 'Too much mail waits here, try again later' }
export const noRoom: Answer = {
  code: 452,
  enhanced: '4.3.1',
  text: 'Too much mail is coming in at once, try again later',
}

/** The library would add the enhanced code it thinks fit to a bare number; with ours in place it adds none. */
export function reply(answer: Answer | undefined): Error | null {
  if (!answer) return null
  return Object.assign(new Error(answer.text), { responseCode: codeOf(answer) })
}

function codeOf({ code, enhanced }: Answer): number {
  return (code === 421 ? 421 : `${code} ${enhanced}`) as number
}
