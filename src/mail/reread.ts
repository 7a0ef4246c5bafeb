import { sql } from 'kysely'
import { storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import type { NewAttachment } from './attachments.ts'
import { emailRow, type NewEmail } from './emails.ts'
import { searchVector } from './lexemes.ts'

/** What a mail is by its bytes, read anew. `email.id` names the row; where it is and who sent it stays. */
export type Reread = Readonly<{ email: NewEmail; attachments: readonly Omit<NewAttachment, 'emailId'>[] }>

/**
 * Writes what a newer parser reads in a mail over what an older one read: words, folds, HTML, subject, recipients,
 * attachments. Sender, Message-ID, thread, links and history stay, and so do the ids of attachments whose bytes do.
 */
export async function rereadEmail(tx: Tx, { email, attachments }: Reread): Promise<void> {
  const { id: _i, deliveryId: _d, mailboxId: _m, interactionId: _n, heldForIssueId: _h, ...row } = emailRow(email)
  const { generation: _g, receivedAt: _r, why: _w, verified: _v, fromAddress: _f, ...derived } = row
  const { authentication: _a, messageId: _x, messageIdKey: _k, fingerprint, ...fields } = derived
  await tx
    .updateTable('emails')
    .set({ ...fields, search: searchVector(email.lexemes) })
    .where('id', '=', email.id)
    .execute()
  // Equal mail that comes later is found by what the newer parser makes of it.
  await sql`update emails e set fingerprint = ${fingerprint} where id = ${email.id} and not exists (
    select from emails o where o.fingerprint = ${fingerprint} and o.mailbox_id = e.mailbox_id and o.generation = e.generation)`.execute(
    tx,
  )
  await sql`update deliveries set automatic = ${email.automatic !== null}
    where id = ${email.deliveryId} and automatic <> ${email.automatic !== null}`.execute(tx)
  await replaceAttachments(tx, email.id, attachments)
}

async function replaceAttachments(tx: Tx, emailId: number, wanted: Reread['attachments']) {
  const keys = await storeBlobs(
    tx,
    wanted.map((one) => one.bytes),
  )
  const old = await tx
    .selectFrom('attachments')
    .select(['id', 'sha256'])
    .where('emailId', '=', emailId)
    .orderBy('position')
    .execute()
  for (const [i, { bytes, ...rest }] of wanted.entries()) {
    const at = old.findIndex((one) => one.sha256.equals(keys[i]!))
    const [same] = at < 0 ? [] : old.splice(at, 1)
    if (same) await tx.updateTable('attachments').set(rest).where('id', '=', same.id).execute()
    else
      await tx
        .insertInto('attachments')
        .values({ ...rest, emailId, size: bytes.length, sha256: keys[i]! })
        .execute()
  }
  const gone = old.map((one) => one.id)
  if (gone.length > 0) await tx.deleteFrom('attachments').where('id', 'in', gone).execute()
}
