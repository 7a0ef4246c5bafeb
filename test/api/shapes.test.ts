import { expect, it } from 'vitest'
import type { z } from 'zod'
import * as shapes from '../../src/api/shapes.ts'
import { testDatabase } from '../support/database.ts'
import { aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

it('answers have the shapes that the document names', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const personId = await aPerson(db, 'ann@customer.test')
  const { issueId, interactionId } = (await send('POST', '/letters', { personId, subject: 'x', text: 'y' })).body
  await send('POST', `/issues/${issueId}/notes`, { text: 'n' })
  const expected: Record<string, z.ZodType> = {
    '/issues': shapes.pageOfShape(shapes.issueShape),
    [`/issues/${issueId}`]: shapes.wholeIssueShape,
    [`/interactions/${interactionId}`]: shapes.interactionShape,
    '/people': shapes.pageOfShape(shapes.personShape),
    [`/people/${personId}`]: shapes.personShape,
    [`/people/${personId}/history`]: shapes.pageOfShape(shapes.interactionShape),
    '/letters': shapes.pageOfShape(shapes.letterShape),
  }
  for (const [path, shape] of Object.entries(expected)) {
    const { body } = await send('GET', path)
    expect(shape.safeParse(body).error?.issues, path).toBeUndefined()
  }
})

it('lists by the API neither skip nor repeat, whatever comes in between', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const subjects = ['a', 'b', 'c', 'd', 'e']
  for (const subject of subjects) await send('POST', '/issues', { person: { firstNames: subject }, subject })
  for (const path of ['/issues', '/people']) {
    const seen: number[] = []
    let next: string | null = ''
    do {
      const page: { items: { id: number }[]; next: string | null } = (
        await send('GET', `${path}?limit=2${next ? `&cursor=${next}` : ''}`)
      ).body
      seen.push(...page.items.map((item) => item.id))
      next = page.next
      await send('POST', '/issues', { person: { other: 'late' }, subject: 'late' })
    } while (next)
    expect(seen.length).toBe(new Set(seen).size)
    expect(seen.length).toBeGreaterThanOrEqual(5)
  }
})
