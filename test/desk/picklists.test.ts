import { expect, it } from 'vitest'
import { listPicklist, readPicklists } from '../../src/desk/picklists.ts'
import { testDatabase } from '../support/database.ts'

it('a new desk offers ways of getting in touch, and no types yet', async () => {
  const { db } = await testDatabase()
  expect(await listPicklist(db, 'inquired_via')).toEqual(['phone', 'chat', 'visit', 'fax', 'post'])
  expect(await listPicklist(db, 'issue_type')).toEqual([])
  expect((await readPicklists(db)).map(({ name }) => name)).toEqual(['issue_type', 'info_used', 'inquired_via'])
})
