/** Why a password is not taken; `known`: it is among those that are guessed first. */
export type PasswordFault = 'short' | 'long' | 'known'

export const shortestPassword = 10
const longestPassword = 128

/**
 * NIST SP 800-63B 5.1.1.2: length, and nothing that is guessed first: known passwords, the own name or address, one
 * thing said over and over, a run of the keyboard. No rules of composition.
 */
export function passwordFault(password: string, own: readonly string[] = []): PasswordFault | undefined {
  if ([...password].length < shortestPassword) return 'short'
  if (password.length > longestPassword) return 'long'
  return isGuessedFirst(password, own) ? 'known' : undefined
}

function isGuessedFirst(password: string, own: readonly string[]): boolean {
  const plain = password.toLowerCase()
  if (/^(.{1,4})\1+.?$/.test(plain)) return true
  if (runs.some((run) => run.includes(plain))) return true
  const letters = spelled(plain)
  const ownWords = own.flatMap((text) => [spelled(text.toLowerCase()), spelled(text.toLowerCase().split('@')[0]!)])
  return words.has(letters) || ownWords.some((word) => word.length >= 3 && letters === word) || allKnown(letters)
}

/** p4ssw0rd is password: digits that stand for letters are read as such, all else is dropped. */
function spelled(text: string): string {
  const look: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
  }
  const tail = text.replace(/[\d\W_]+$/, '').replace(/^[\d\W_]+/, '')
  return tail.replace(/[013457@$]/g, (sign) => look[sign]!).replace(/[^\p{L}]/gu, '')
}

/** Two of the words that everybody takes, one behind the other. */
function allKnown(letters: string): boolean {
  for (let cut = 3; cut <= letters.length - 3; cut++)
    if (words.has(letters.slice(0, cut)) && words.has(letters.slice(cut))) return true
  return false
}

const runs: readonly string[] = [
  '0123456789012345678901234567890',
  '9876543210987654321098765432109876543210',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1q2w3e4r5t6y7u8i9o0p',
]

const words: ReadonlySet<string> = new Set(
  `password passwort passwd pass secret geheim admin administrator root user guest test testing welcome willkommen
  letmein login signin hello hallo changeme default master access qwerty qwertz azerty iloveyou sunshine princess
  football baseball basketball superman batman dragon monkey shadow michael jordan jesus freedom whatever trustno
  starwars summer winter spring autumn sommer company office support helpdesk service customer shop store antfarm
  desk mail email internet computer server manager temporary temp correcthorsebatterystaple`.split(/\s+/),
)
