import type { Unrendered } from './queue.ts'

const inARow = 20
const fewest = 200

export type RenderWatch = Readonly<{
  note: (rows: readonly Readonly<{ id: number }>[], refused: readonly Unrendered[]) => string | undefined
}>

/** Counts letters that could not be made; answers in words when it is time to stop (campaigns.md R14). */
export function renderWatch(): RenderWatch {
  let row = 0
  let made = 0
  let failed = 0
  return {
    note(rows, refused) {
      const bad = new Map(refused.filter(({ state }) => state === 'failed').map(({ id, reason }) => [id, reason]))
      let last = ''
      for (const { id } of rows) {
        made += 1
        row = bad.has(id) ? row + 1 : 0
        if (!bad.has(id)) continue
        failed += 1
        last = bad.get(id)!
        if (row > inARow) return `More than ${inARow} letters in a row could not be made: ${last}`
      }
      return made >= fewest && failed > made / 100
        ? `More than 1 % of the letters could not be made: ${last}`
        : undefined
    },
  }
}
