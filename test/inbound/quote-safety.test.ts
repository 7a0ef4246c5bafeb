import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quotedStretches, stretchesOf } from '../../inbound/quoted.ts'
import { visible } from '../bench/quotes-score.ts'

const word = fc.constantFrom(
  ...['the', 'parcel', 'came', 'broken', 'on', 'Monday', 'and', 'I', 'from', 'to', 'date', 'sent', 'subject', 'wrote'],
  ...['at', '10:00', '2', 'March', '2026:', 'hello,', 'it', 'is', '-', 'now?', '4711', 'blue', 'sand', 'here.'],
)
const sentence = fc
  .tuple(fc.array(word, { minLength: 2, maxLength: 15 }), fc.constantFrom('.', '!', '?', '', ':'))
  .map(([words, end]) => words.join(' ') + end)
const letter = fc
  .array(sentence, { minLength: 2, maxLength: 7 })
  .map((lines) => ['Hello Ada,', '', ...lines, 'Regards', 'Ana'].join('\n'))
const head = fc.constantFrom(
  'On Mon, Mar 2, 2026 at 10:00 AM Shop <support@shop.test> wrote:',
  'Am 02.03.26 um 10:00 schrieb Shop:',
  '-----Original Message-----\nFrom: Shop\nSent: 2 March 2026\nTo: Ada\nSubject: Re: x\n',
  '________________________________\nFrom: Shop <a@shop.test>\nSent: 2 March 2026\nTo: Ada\nSubject: Re: x\n',
  '',
)
/** Where answers stand: above, behind lines of the quote, below. */
const places = fc.record({ above: fc.boolean(), inside: fc.array(fc.nat(12), { maxLength: 3 }), below: fc.boolean() })

test('whatever is written above, between and below a quote of our letter stays in sight', () => {
  const some = fc.record({
    letter,
    head,
    places,
    marked: fc.boolean(),
    words: fc.array(sentence, { minLength: 5, maxLength: 5 }),
  })
  fc.assert(
    fc.property(some, ({ letter, head, places, marked, words }) => {
      const answers: string[] = []
      const answer = () => {
        const sign = `zq${answers.length}qz`
        answers.push(sign)
        return `${sign} ${words[answers.length - 1]} ${sign}`
      }
      const lines: string[] = places.above ? [answer(), ''] : []
      if (head) lines.push(head)
      for (const [i, line] of letter.split('\n').entries()) {
        lines.push(marked ? `> ${line}`.trimEnd() : line)
        if (places.inside.slice(0, 3).includes(i)) lines.push('', answer(), '')
      }
      if (places.below) lines.push('', answer())
      const text = lines.join('\n')
      const seen = visible(text, stretchesOf(text, { sent: [letter], got: [] }) ?? quotedStretches(text))
      expect(answers.filter((sign) => !seen.includes(sign))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
