import { expect, test } from 'vitest'
import { foldHtml, foldingOf } from '../../src/web/fold-html.ts'
import { cleanMailHtml } from '../../src/web/sanitise.ts'

function folded(html: string, folding: 'closed' | 'open' | 'no' = 'closed'): string {
  const clean = cleanMailHtml(html, { cid: new Map() })
  if (clean === 'too big') throw new Error(clean)
  return foldHtml(clean.html, 'Show', folding)
    .replace(/<summary.*?<\/summary>/g, '')
    .replace(/ data-(?:quote|rest)(?:="")?/g, '')
}

test('a quote that a mail program made stands behind a … in HTML', () => {
  expect(folded('<div>New</div><blockquote type="cite"><blockquote type="cite">old</blockquote></blockquote>')).toBe(
    '<div>New</div><details class="quoted"><blockquote><blockquote>old</blockquote></blockquote></details>',
  )
  expect(
    folded('<p>New</p><div class="gmail_quote"><div>On …:<br></div><blockquote>old</blockquote></div><p>mine</p>'),
  ).toBe(
    '<p>New</p><details class="quoted"><div><div>On …:<br /></div><blockquote>old</blockquote></div></details><p>mine</p>',
  )
})

test('what follows a header of Outlook folds to the end of what holds it', () => {
  expect(folded('<div><p>New</p><div id="divRplyFwdMsg">From: Shop</div><p>old<br>old</p></div>')).toBe(
    '<div><p>New</p><details class="quoted"><div>From: Shop</div><p>old<br />old</p></details></div>',
  )
  expect(folded('<p>New</p><div id="x_divRplyFwdMsg">From: Shop</div><p>old</p>')).toBe(
    '<p>New</p><details class="quoted"><div>From: Shop</div><p>old</p></details>',
  )
})

test('a forwarded mail, answers in between and an indent of one’s own stay in sight', () => {
  expect(folded('<div id="divRplyFwdMsg">From: Shop</div><p>old</p>')).not.toContain('<details')
  expect(folded('<p>New</p><div id="divRplyFwdMsg">From: Shop</div><p>42</p>', 'open')).not.toContain('<details')
  expect(folded('<blockquote type="cite">Size?</blockquote><p>42</p>', 'open')).toContain(
    '<details class="quoted" open>',
  )
  expect(folded('<p>New</p><blockquote style="margin-left:40px">mine</blockquote>')).not.toContain('<details')
  expect(folded('<p>New</p><blockquote type="cite">old</blockquote>', 'no')).not.toContain('<details')
})

test('the text of a mail tells whether its HTML folds', () => {
  expect(foldingOf('New\n> old', [])).toBe('no')
  expect(foldingOf('New\n> old\n', [4, 10])).toBe('closed')
  expect(foldingOf('> old\nNew', [0, 5])).toBe('closed')
  expect(foldingOf('a\n> b\nc\n> d', [2, 5, 8, 11])).toBe('open')
  expect(foldingOf('Hello\n> b\nc', [6, 9])).toBe('open')
})

test('a mail cannot break out of what is folded', () => {
  const out = folded(
    '<p>x</p></details><blockquote type="cite"></blockquote></blockquote></details><details>y</details>',
  )
  expect(out.match(/<details/g)).toHaveLength(1)
  expect(out.match(/<\/details>/g)).toHaveLength(1)
})
