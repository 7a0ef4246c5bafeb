import { type KeyName, keyTable } from '../../templates/keys.ts'
import type { Words } from '../../templates/words/en.ts'

/** The keys that a rep gave deeds himself, by their names. */
export type OwnKeys = Partial<Record<KeyName, string>>
export type KeyFaults = Partial<Record<KeyName, string>>

/** Enter, Escape and what is pressed with Ctrl are the same for everybody. */
export const changeable = keyTable.filter(({ key, group }) => group !== 'composer' && key !== 'Enter')

/** One sign or two, with a space between; undefined for what no keyboard makes of them. */
export function keyIn(typed: string): string | undefined {
  const signs = typed.trim().split(/\s+/).join('')
  if (!/^[!-~\p{L}\p{N}]{1,2}$/u.test(signs)) return undefined
  return [...signs].join(' ')
}

/**
 * What was typed into the fields as keys: those that differ from the usual ones, or what is wrong with which. Two deeds
 * never share a key, and none begins with another's.
 */
export function readKeys(form: Record<string, string>, words: Words): { keys: OwnKeys; faults: KeyFaults } {
  const keys: OwnKeys = {}
  const faults: KeyFaults = {}
  for (const { name, key } of changeable) {
    const typed = form[name]?.trim() ?? ''
    const chosen = typed === '' ? key : keyIn(typed.slice(0, 20))
    if (chosen === undefined) faults[name] = words.ownKeys.notOne
    else if (chosen !== key) keys[name] = chosen
  }
  for (const { name, key } of changeable) {
    if (faults[name]) continue
    const own = keys[name] ?? key
    for (const other of keyTable) {
      if (other.name === name) continue
      const its = keys[other.name] ?? other.key
      if (its === own) faults[name] = words.ownKeys.taken(words.shortcuts.keys[other.name])
      else if (its.startsWith(`${own} `)) faults[name] = words.ownKeys.begins(words.shortcuts.keys[other.name])
    }
  }
  return { keys, faults }
}
