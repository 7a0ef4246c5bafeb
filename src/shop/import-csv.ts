import { parse } from 'csv-parse'
import { type Item, itemReader } from './import-items.ts'
import type { ImportPlan } from './import-plan.ts'
import type { Fault } from './import-row.ts'

/** What came of some bytes: `rows` counts those read so far, the head among them. */
export type CsvRead = Readonly<{ rows: number; items: Item[]; faults: Fault[] }>

export type CsvReader = Readonly<{
  /** The next bytes; answers what they completed. */
  feed: (bytes: Uint8Array) => Promise<CsvRead>
  end: () => Promise<CsvRead>
}>

/** Characters of a row, with its marks; a quote that is never closed makes one row of all that follows. */
const longestRow = 4_000_000

/** Why rows are no CSV, by the code of csv-parse's error. */
const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed: nothing below it could be read',
  CSV_MAX_RECORD_SIZE: 'opens a quote that is never closed, or is far too long: nothing below it could be read',
}

/** Reads a CSV by a plan, piece by piece, in bounded memory. Its head is row 1 and no item. */
export function csvReader(plan: ImportPlan): CsvReader {
  let found: { items: Item[]; faults: Fault[] } = { items: [], faults: [] }
  let over = false
  const sink = { item: (item: Item) => found.items.push(item), fault: (fault: Fault) => found.faults.push(fault) }
  const items = itemReader(plan, { item: (item) => void sink.item(item), fault: (fault) => void sink.fault(fault) })
  const rows = csvRows(plan, {
    row(record, row) {
      if (row > 1) items.take(record, row)
    },
    fault(row, code) {
      const final = code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
      if (!over) sink.fault({ row, field: '', why: reasons[code] ?? 'is no CSV', value: '' })
      over ||= final
    },
  })
  const take = () => {
    const read = { rows: rows.count(), ...found }
    found = { items: [], faults: [] }
    return read
  }
  return {
    async feed(bytes) {
      if (!over) await rows.feed(bytes)
      return take()
    },
    async end() {
      await rows.end()
      items.end()
      return take()
    },
  }
}

type Told = Readonly<{ row: (record: string[], row: number) => void; fault: (row: number, code: string) => void }>

/** Rows of a CSV as lists of cells, whatever their number of cells; counted from 1, the faulty ones too. */
export function csvRows({ charset, delimiter }: Pick<ImportPlan, 'charset' | 'delimiter'>, told: Told) {
  let count = 0
  const decoder = new TextDecoder(charset)
  const parser = parse({
    // A quote in the middle of a cell is a quote: to stumble over it would shift all that follows.
    ...{
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
      max_record_size: longestRow,
    },
    on_record(record: string[]) {
      count += 1
      told.row(record, count)
      return null
    },
    on_skip(error) {
      count += 1
      told.fault(count, error?.code ?? '')
      return undefined
    },
  })
  parser.resume()
  const ended = new Promise<void>((resolve, reject) => parser.once('end', resolve).once('error', reject))
  ended.catch(() => undefined)
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (text === '') resolve()
      else parser.write(text, (error) => (error ? reject(error) : resolve()))
    })
  return {
    count: () => count,
    feed: (bytes: Uint8Array) => write(decoder.decode(bytes, { stream: true })),
    async end() {
      await write(decoder.decode())
      parser.end()
      await ended
    },
  }
}
