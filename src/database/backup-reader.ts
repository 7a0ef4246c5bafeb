import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type BackupEnd, type BackupHead, backupMagic, type TableHead } from './backup.ts'

/** The file is no backup, or not all of it. */
export class BadBackup extends Error {}

const longestLine = 4 << 20

/** A backup as it is read, once and in order. */
export type BackupReader = Readonly<{
  head: BackupHead
  /** Each table with its rows as COPY takes them; a table's rows are read before the next table. */
  tables: () => AsyncGenerator<TableHead & { rows: AsyncIterable<Buffer> }>
}>

/** Opens a backup and reads what it says of itself. Throws BadBackup for what is none, and later for one cut short. */
export async function readBackup(file: string): Promise<BackupReader> {
  const bytes = readerOf(pipeline(createReadStream(file), createGunzip(), () => undefined))
  try {
    if ((await bytes.line()) !== backupMagic) throw new BadBackup(`${file} is no backup of Antfarm.`)
    const head = JSON.parse(await bytes.line()) as BackupHead
    return { head, tables: () => tablesIn(bytes, file) }
  } catch (error) {
    if (error instanceof BadBackup) throw error
    if ((error as { code?: unknown }).code === 'ENOENT')
      throw new BadBackup(`There is no file ${file}: give the path of a backup.`)
    throw new BadBackup(`${file} is no backup of Antfarm.`)
  }
}

async function* tablesIn(bytes: Reader, file: string) {
  let read = 0
  for (;;) {
    const next = await bytes
      .line()
      .then((text) => JSON.parse(text) as TableHead | { end: BackupEnd })
      .catch(() => {
        throw new BadBackup(`${file} ends after ${read} tables: it is cut short or damaged. Nothing of it is kept.`)
      })
    if ('end' in next) return
    yield { ...next, rows: framesIn(bytes, file) }
    read += 1
  }
}

async function* framesIn(bytes: Reader, file: string): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const length = (await bytes.take(4)).readUInt32BE()
      if (length === 0) return
      yield await bytes.take(length)
    }
  } catch (error) {
    throw new BadBackup(`${file} is damaged: ${(error as Error).message}. Nothing of it is kept.`)
  }
}

type Reader = Readonly<{ line: () => Promise<string>; take: (count: number) => Promise<Buffer> }>

function readerOf(stream: AsyncIterable<Buffer>): Reader {
  const chunks = stream[Symbol.asyncIterator]()
  let ahead: Buffer = Buffer.alloc(0)

  async function more() {
    const { value, done } = await chunks.next()
    if (done) throw new Error('it ends too early')
    ahead = ahead.length === 0 ? value : Buffer.concat([ahead, value])
  }

  async function take(count: number): Promise<Buffer> {
    while (ahead.length < count) await more()
    const taken = ahead.subarray(0, count)
    ahead = ahead.subarray(count)
    return taken
  }

  return {
    take,
    async line() {
      let end = ahead.indexOf(10)
      while (end < 0) {
        if (ahead.length > longestLine) throw new Error('a line of it has no end')
        await more()
        end = ahead.indexOf(10)
      }
      return (await take(end + 1)).subarray(0, end).toString()
    },
  }
}
