import type { Db } from '../database/connection.ts'
import { csvReader, csvRows } from './import-csv.ts'
import { charsetGuess, guessDelimiter, guessForms, guessPlan } from './import-guess.ts'
import type { Item } from './import-items.ts'
import type { ImportPlan } from './import-plan.ts'
import { rememberedPlan } from './imports.ts'

const pieceBytes = 256 << 10
const mostColumns = 500

/**
 * Keeps a file piece by piece and guesses how it is to be read; answers its id. An empty one, or one whose head cannot
 * be read, is not kept: a sentence says why.
 */
export async function keepImport(
  db: Db,
  file: { name: string; repId: number | null; bytes: AsyncIterable<Uint8Array>; most: number },
): Promise<{ id: number } | { problem: string }> {
  const { id } = await db
    .insertInto('shopImports')
    .values({
      name: tidy(file.name),
      plan: '{}',
      bytes: '0',
      repId: file.repId,
      leaseUntil: null,
      startedAt: null,
      endedAt: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  try {
    const survey = await keepPieces(db, id, file)
    const done = 'problem' in survey ? survey : await planFor(db, survey)
    if (!('problem' in done)) {
      await db
        .updateTable('shopImports')
        .set({ plan: JSON.stringify(done.plan), header: JSON.stringify(done.header) })
        .set('problem' in survey ? {} : { bytes: String(survey.bytes), rows: Math.max(0, survey.lines - 1) })
        .where('id', '=', id)
        .execute()
      return { id }
    }
    await drop(db, id)
    return done
  } catch (error) {
    await drop(db, id)
    throw error
  }
}

async function drop(db: Db, id: number) {
  await db.deleteFrom('shopImports').where('id', '=', id).execute()
}

function tidy(name: string): string {
  return (
    name
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 200)
      .toWellFormed() || 'file.csv'
  )
}

type Survey = Readonly<{ bytes: number; lines: number; charset: ImportPlan['charset']; first: Buffer }>

async function keepPieces(
  db: Db,
  id: number,
  { bytes, most }: { bytes: AsyncIterable<Uint8Array>; most: number },
): Promise<Survey | { problem: string }> {
  const charset = charsetGuess()
  const lines = lineCounter()
  let [size, position, first] = [0, 0, Buffer.alloc(0)]
  for await (const piece of pieces(bytes)) {
    if (position === 0) first = piece
    size += piece.length
    if (size > most)
      return { problem: `The file is larger than ${most >> 20} MiB: use “import-shop” on the command line.` }
    charset.feed(piece)
    lines.feed(piece)
    await db.insertInto('shopImportPieces').values({ importId: id, position, bytes: piece }).execute()
    position += 1
  }
  return { bytes: size, lines: lines.count(), charset: charset.guess(), first }
}

/** The same bytes in pieces of one size, but for the last. */
async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer<ArrayBuffer>> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const some of bytes) {
    waiting.push(some)
    size += some.length
    if (size < pieceBytes) continue
    const all = Buffer.concat(waiting)
    let at = 0
    for (; size - at >= pieceBytes; at += pieceBytes) yield Buffer.from(all.subarray(at, at + pieceBytes))
    waiting = [all.subarray(at)]
    size -= at
  }
  if (size > 0) yield Buffer.concat(waiting)
}

/** Line ends outside quotes: near enough to the number of rows to say it before the file is read. */
function lineCounter(): { feed: (bytes: Uint8Array) => void; count: () => number } {
  let [lines, quoted, last] = [0, false, 10]
  return {
    feed(bytes) {
      for (const byte of bytes) {
        if (byte === 34) quoted = !quoted
        else if (byte === 10 && !quoted) lines += 1
        if (byte !== 0) last = byte
      }
    },
    count: () => lines + (last === 10 ? 0 : 1),
  }
}

async function planFor(
  db: Db,
  { charset, first }: Survey,
): Promise<{ plan: ImportPlan; header: string[] } | { problem: string }> {
  const delimiter = guessDelimiter(new TextDecoder(charset).decode(first))
  const [header, ...rows] = await firstRows(first, { charset, delimiter }, 100)
  if (!header || header.every((name) => name.trim() === '')) return { problem: 'The file is empty, or has no head.' }
  if (header.length > mostColumns) return { problem: `The file has more than ${mostColumns} columns.` }
  const names = header.map((name) => name.replaceAll('\0', '').trim().slice(0, 200).toWellFormed())
  const fresh = { ...guessPlan(names), ...guessForms(rows), charset, delimiter, zone: 'UTC', currency: 'EUR', list: '' }
  const old = await rememberedPlan(db, names)
  return { header: names, plan: old ? { ...old, charset, delimiter } : fresh }
}

/** At most so many rows of the file's beginning, the head first; a row that the cut broke is left out. */
export async function firstRows(
  bytes: Uint8Array,
  how: Pick<ImportPlan, 'charset' | 'delimiter'>,
  most: number,
): Promise<string[][]> {
  const rows: string[][] = []
  const csv = csvRows(how, { row: (record) => rows.length <= most && rows.push(record), fault: () => undefined })
  await csv.feed(bytes)
  if (bytes.length < pieceBytes) await csv.end()
  return rows.slice(0, most + 1)
}

/** The first items of a file as they would be written, and what is wrong with the first rows. */
export async function previewItems(bytes: Uint8Array, plan: ImportPlan, most: number) {
  const reader = csvReader(plan)
  const read = await reader.feed(bytes)
  const rest = bytes.length < pieceBytes ? await reader.end() : { items: [] as Item[], faults: [] }
  const [items, faults] = [
    [...read.items, ...rest.items],
    [...read.faults, ...rest.faults],
  ]
  return { items: items.slice(0, most), faults: faults.slice(0, most), bad: faults.length }
}
