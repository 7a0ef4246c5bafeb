import { expect, test } from 'vitest'
import { campaignVariables } from '../../src/campaigns/letter-values.ts'
import { variables } from '../../src/letters/variables.ts'
import { pickWords } from '../../templates/words/pick.ts'

test.each(['de', 'es', 'fr'])('in %s, every variable says where it comes from', (language) => {
  const sources = [...variables, ...campaignVariables].map(({ source }) => source)
  const { words, language: spoken } = pickWords(language)
  if (spoken === language) expect(sources.filter((source) => words.said(source) === source)).toEqual([])
})
