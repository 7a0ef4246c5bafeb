/** A line that both texts have, or that only the older or the newer one has. */
export type DiffLine = Readonly<{ how: 'same' | 'gone' | 'new'; line: string }>

const mostLines = 600

/** The difference of two texts line by line, by their longest common part; undefined for texts too long to compare. */
export function lineDiff(older: string, newer: string): DiffLine[] | undefined {
  const [a, b] = [older.split('\n'), newer.split('\n')]
  if (a.length > mostLines || b.length > mostLines) return undefined
  const common = commonLengths(a, b)
  const out: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ how: 'same', line: a[i]! })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      out.push({ how: 'gone', line: a[i]! })
      i += 1
    } else {
      out.push({ how: 'new', line: b[j]! })
      j += 1
    }
  }
  return out
}

/** How many lines the rests behind each pair of places have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      rows[i]![j] = a[i] === b[j] ? rows[i + 1]![j + 1]! + 1 : Math.max(rows[i + 1]![j]!, rows[i]![j + 1]!)
  return rows
}
