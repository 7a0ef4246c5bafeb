import { noteHandled, unhandledUids } from '../src/mail/imap-cursor.ts'
import type { Folder } from './imap-fetch.ts'

/** What a message gets that was kept, where the setting says "keyword". */
export const keptKeyword = '$Ingested'

/**
 * Does with kept mail what the setting says, after its bytes are committed (inbound.md I4, I5); a crash in between
 * does it at the next look. Answers a sentence where the server would not, which holds up no mail.
 */
export async function handleProcessed(folder: Folder): Promise<string | undefined> {
  const { db, account, uidvalidity } = folder
  if (account.processed === 'nothing') return undefined
  for (let round = 0; round < 200 && !folder.stopping(); round++) {
    const uids = await unhandledUids(db, account, uidvalidity)
    if (uids.length === 0) return undefined
    const refused = await deed(folder, uids.join(','))
    if (refused) return refused
    await noteHandled(db, account, uidvalidity, uids)
  }
  return undefined
}

async function deed({ client, account }: Folder, uids: string): Promise<string | undefined> {
  if (account.processed === 'move') return move({ client, account }, uids)
  const flag = account.processed === 'seen' ? '\\Seen' : keptKeyword
  const done = await client.messageFlagsAdd(uids, [flag], { uid: true })
  return done ? undefined : `The server does not let fetched mail be marked with ${flag}: choose another deed for it.`
}

/** Never a plain EXPUNGE, which would take along what somebody else marked as deleted (inbound.md I5). */
async function move(
  { client, account }: Pick<Folder, 'client' | 'account'>,
  uids: string,
): Promise<string | undefined> {
  if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS'))
    return 'The server can move no mail: choose another deed for fetched mail.'
  const moved = await client.messageMove(uids, account.moveTo, { uid: true })
  return moved
    ? undefined
    : `Fetched mail cannot be moved to “${account.moveTo}”: make that folder, or correct its name.`
}
