import { pino } from 'pino'

/** What the desk of these tests and its processes have in common; imports nothing slow. */
export const secrets = { current: 'a secret of at least thirty-two bytes', old: [] }
export const log = pino({ level: 'silent' })
export const instance = 'the-real-desk'
