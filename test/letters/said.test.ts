import { expect, test } from 'vitest'
import type { Hit } from '../../inbound/hits.ts'
import { hunches, signWords, words as why } from '../../inbound/thread-words.ts'
import { campaignVariables } from '../../src/campaigns/letter-values.ts'
import { variables } from '../../src/letters/variables.ts'
import { pickWords } from '../../templates/words/pick.ts'

test.each(['de', 'es', 'fr'])('in %s, every variable says where it comes from', (language) => {
  const sources = [...variables, ...campaignVariables].map(({ source }) => source)
  const { words, language: spoken } = pickWords(language)
  if (spoken === language) expect(sources.filter((source) => words.said(source) === source)).toEqual([])
})

test.each(['de', 'es'])('in %s, a mail says why it is where it is', (language) => {
  const english = /\b(the|this|it|its|but|and|was|not)\b/
  const { words } = pickWords(language)
  const issue = { id: 12 } as Hit['issues'][0]
  for (const level of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7'] as const) {
    const hit = { level, issues: [issue] } as unknown as Hit
    const said = [
      ...[why.answer(hit), why.answer(hit) + why.answersAll([3, 4]), why.reopens(hit), why.claims(hit)],
      ...[why.unproven(hit), why.forged(hit), why.automatic(hit), why.continues(hit, 12, why.closedLong(30))],
      ...[why.first(), why.unsubscribe(), why.report(), why.ownLetter(), why.notOurs(), why.otherPerson('')],
      ...[hunches.stranger(hit), hunches.unproven(hit), hunches.also(hit), hunches.lateToken(), hunches.answered()],
      ...[hunches.tag(12), hunches.subject(), hunches.outlook(), signWords(hit)],
      ...[why.continues(hit, 12, why.otherMatter()), why.continues(hit, 12, why.closedUnproven(30))],
    ].map((sentence) => words.said(sentence))
    expect(said.filter((sentence) => english.test(sentence))).toEqual([])
  }
})
