import type { Tx } from '../database/connection.ts'
import { readSignIn, type SealedSettings, type SignInSettings, writeSignIn } from '../reps/sign-in-settings.ts'
import { type Actor, recordChange } from './changes.ts'

/** Sets how reps get in; null where nothing changed. The client secret stands in no change. */
export async function changeSignIn(tx: Tx, actor: Actor, settings: SealedSettings): Promise<number | null> {
  const before = await readSignIn(tx)
  if (JSON.stringify(before) === JSON.stringify(settings)) return null
  await writeSignIn(tx, settings)
  return recordChange(tx, actor, { kind: 'settings.sign_in', before: open(before), after: open(settings) })
}

/** Takes it back where nobody changed it since; the client secret stays the one that is stored now. */
export async function undoSignIn(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: object; after: object },
): Promise<{ changeId: number } | { conflict: string }> {
  const now = await readSignIn(tx)
  if (!same(open(now), after)) return { conflict: 'Somebody changed how reps sign in since: set it anew.' }
  const changeId = await changeSignIn(tx, actor, { ...(before as SignInSettings), sealedSecret: now.sealedSecret })
  return changeId === null ? { conflict: 'Only the client secret was changed: enter the old one again.' } : { changeId }
}

function open({ secondStepRoles, provider }: SealedSettings): SignInSettings {
  return { secondStepRoles, provider }
}

/** jsonb keeps no order of keys. */
function same(a: object, b: object): boolean {
  const sorted = (value: unknown): unknown =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value)
          .map(([name, inner]) => [name, sorted(inner)])
          .sort()
      : value
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}
