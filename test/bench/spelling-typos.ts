const rows = { en: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], fr: ['azertyuiop', 'qsdfghjklm', 'wxcvbn'] } as const

/** What sounds or looks alike, from right to wrong. */
const confusions = {
  en: [
    ...[
      ['ei', 'ie'],
      ['ie', 'ei'],
      ['able', 'ible'],
      ['ence', 'ance'],
      ['ance', 'ence'],
      ['tion', 'sion'],
    ],
    ...[
      ['ly', 'aly'],
      ['ough', 'ogh'],
      ['ph', 'f'],
      ['ck', 'k'],
      ['qu', 'kw'],
      ['er', 'or'],
      ['s', 'z'],
      ['c', 's'],
    ],
  ],
  fr: [
    ...[
      ['é', 'e'],
      ['è', 'é'],
      ['ê', 'e'],
      ['ç', 'c'],
      ['eau', 'au'],
      ['ai', 'é'],
      ['en', 'an'],
      ['an', 'en'],
    ],
    ...[
      ['ph', 'f'],
      ['qu', 'k'],
      ['oi', 'oa'],
      ['ss', 's'],
      ['tion', 'sion'],
      ['ei', 'ai'],
      ['s', 'c'],
      ['g', 'j'],
    ],
  ],
} as const

export type Language = keyof typeof rows
export type Typo = Readonly<{ wrong: string; right: string; rule: string }>

/** One typo of each rule for a word, in a place that depends on the word alone. */
export function typosOf(right: string, language: Language): Typo[] {
  const at = 1 + ([...right].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % Math.max(1, right.length - 2))
  const made = {
    transposed: right.slice(0, at) + right.charAt(at + 1) + right.charAt(at) + right.slice(at + 2),
    dropped: right.slice(0, at) + right.slice(at + 1),
    doubled: right.slice(0, at) + right.charAt(at) + right.slice(at),
    neighbour: right.slice(0, at) + neighbour(right.charAt(at), language) + right.slice(at + 1),
    confused: confused(right, language),
  }
  return Object.entries(made)
    .filter(([, wrong]) => wrong !== right)
    .map(([rule, wrong]) => ({ wrong, right, rule }))
}

function neighbour(letter: string, language: Language): string {
  const row = rows[language].find((each) => each.includes(letter)) ?? letter
  const at = row.indexOf(letter)
  return row.charAt(at + 1) || row.charAt(at - 1) || letter
}

function confused(word: string, language: Language): string {
  const pair = confusions[language].find(([right]) => word.slice(1).includes(right!))
  return pair ? word.charAt(0) + word.slice(1).replace(pair[0]!, pair[1]!) : word
}
