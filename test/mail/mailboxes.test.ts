import { expect, test } from 'vitest'
import {
  ensureFirstMailbox,
  isOwnAddress,
  listMailboxes,
  mailboxForRecipient,
  plusSuffix,
} from '../../src/mail/mailboxes.ts'
import { testDatabase } from '../support/database.ts'

test('a recipient finds its mailbox in any case and with any suffix', async () => {
  const { db } = await testDatabase()
  const first = await ensureFirstMailbox(db, 'Support@Shop.test')
  await ensureFirstMailbox(db, 'support@shop.test')
  await ensureFirstMailbox(db, 'sales@bücher.test')
  const mailboxes = await listMailboxes(db)
  expect(mailboxes).toHaveLength(2)
  const found = (address: string) => mailboxForRecipient(mailboxes, address)?.address
  for (const address of ['support@shop.test', 'SUPPORT+a+b@SHOP.TEST', 'postmaster@shop.test'])
    expect(found(address)).toBe(first.address)
  expect(found('sales@xn--bcher-kva.test')).toBe('sales@bücher.test')
  for (const address of ['supporter@shop.test', 'support@other.test', 'postmaster@other.test', 'support', ''])
    expect(found(address)).toBeUndefined()
  expect(isOwnAddress(mailboxes, 'support+x@shop.test')).toBe(true)
  expect(isOwnAddress(mailboxes, 'ada@shop.test')).toBe(false)
  expect(plusSuffix('support+a+b@shop.test')).toBe('a+b')
})
