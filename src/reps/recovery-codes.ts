import { createHash, randomBytes } from 'node:crypto'

/** Without letters that are mistaken for others; 80 bits a code, so that a plain hash of it cannot be turned round. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz-'.slice(0, 31)
const codes = 10
const mark = 'sha256:'

/** Fresh codes like "k7mq-2xw9-pd4e-hn6t". */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: codes }, () => oneCode().replace(/(.{4})(?=.)/g, '$1-'))
}

/** How a code is stored and looked up; case, spaces and dashes do not matter. */
export function recoveryHash(code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return mark + createHash('sha256').update(`recovery ${plain}`).digest('base64url')
}

/**
 * The sign-in library keeps a list of codes and asks whether it includes the one typed. It is handed hashes only: of
 * fresh codes when it stores them, as they are when it stores what is left.
 */
export const hashedCodes = {
  encrypt: async (json: string) =>
    JSON.stringify((JSON.parse(json) as string[]).map((code) => (code.startsWith(mark) ? code : recoveryHash(code)))),
  decrypt: async (stored: string) => stored,
}

function oneCode(): string {
  let text = ''
  while (text.length < 16) {
    const byte = randomBytes(1)[0]!
    if (byte < 248) text += alphabet[byte % 31]!
  }
  return text
}
