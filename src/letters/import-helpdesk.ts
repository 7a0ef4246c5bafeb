import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Database, Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import type { MailboxLine } from '../mail/mailboxes.ts'
import { listReps } from '../reps/reps.ts'
import { readFreescout } from './helpdesk-freescout.ts'
import { add, type Records, type Row, readRecords } from './helpdesk-records.ts'
import { type Helpdesk, readZendesk } from './helpdesk-zendesk.ts'
import { bringIssue } from './past-issues.ts'
import { bringPerson, type PastPerson } from './past-people.ts'
import type { PastSource } from './past-source.ts'

export type HelpdeskFile = Readonly<{ name: string; bytes: Buffer }>
/** What is new; `skipped` are sentences, at most a hundred of `left` records that were left out. */
export type HelpdeskImport = Readonly<{
  people: number
  issues: number
  entries: number
  left: number
  skipped: string[]
}>

const mostBytes = 512 << 20
const mostSaid = 100

/**
 * Brings over what another helpdesk exported, as history for a mailbox: one transaction for each issue, so that what
 * was brought stays when something breaks, and the same files again go on where it did. A sentence for files that are
 * no export that we know.
 */
export async function importHelpdesk(
  db: Database,
  files: readonly HelpdeskFile[],
  mailbox: MailboxLine,
): Promise<HelpdeskImport | { problem: string }> {
  const records = joined(files)
  if ('problem' in records) return records
  const known = recognise(records)
  if ('problem' in known) return known
  const { source, label, read } = known
  const helpdesk = read(records)
  const from = { source, label, mailbox, reps: await repsByAddress(db) }
  const done = {
    people: 0,
    issues: 0,
    entries: 0,
    left: helpdesk.skipped.length,
    skipped: helpdesk.skipped.slice(0, mostSaid),
  }
  for (const { person, issue } of helpdesk.issues) {
    const brought = await db.transaction().execute(async (tx) => {
      const owner = await bringPerson(tx, from, person)
      if (owner === 'erased') return undefined
      return { made: owner.made, ...(await bringIssue(tx, from, owner.id, issue)) }
    })
    if (!brought) done.left += 1
    done.people += brought?.made ? 1 : 0
    done.issues += brought?.issues ?? 0
    done.entries += brought?.entries ?? 0
  }
  return { ...done, people: done.people + (await bringPeople(db, from, helpdesk.people)) }
}

const atOnce = 100

/** Customers without a word, too. */
async function bringPeople(db: Database, from: PastSource, people: readonly PastPerson[]): Promise<number> {
  let made = 0
  for (let at = 0; at < people.length; at += atOnce)
    await db.transaction().execute(async (tx) => {
      for (const person of people.slice(at, at + atOnce)) {
        const done = await bringPerson(tx, from, person)
        if (done !== 'erased' && done.made) made += 1
      }
    })
  return made
}

function joined(files: readonly HelpdeskFile[]): Records | { problem: string } {
  const all = new Map<string, Row[]>()
  for (const { name, bytes } of files) {
    const records = readRecords(name, bytes)
    if ('problem' in records) return records as { problem: string }
    for (const [list, rows] of records) add(all, list, rows)
  }
  return all
}

type Known = Readonly<{ source: string; label: string; read: (records: Records) => Helpdesk }>

function recognise(records: Records): Known | { problem: string } {
  if (records.has('tickets')) return { source: 'zendesk', label: 'Zendesk', read: readZendesk }
  if (records.has('conversations') || records.has('customers'))
    return { source: 'freescout', label: 'FreeScout', read: readFreescout }
  const problem = 'There are neither tickets (Zendesk) nor conversations or customers (FreeScout) in these files.'
  return { problem }
}

async function repsByAddress(db: Db): Promise<Map<string, number>> {
  return new Map((await listReps(db)).map(({ id, email }) => [addressKey(email), id]))
}

/** The files of a path: one file, or the .json, .ndjson and .csv files of a folder. Throws with a remedy. */
export async function helpdeskFiles(path: string): Promise<HelpdeskFile[]> {
  const info = await stat(path).catch(() => undefined)
  if (!info) throw new Error(`${path} does not exist: give a file of the export, or a folder of them.`)
  const names = info.isDirectory() ? (await readdir(path)).filter((name) => /\.(json|ndjson|csv)$/i.test(name)) : []
  const paths = info.isDirectory() ? names.sort().map((name) => join(path, name)) : [path]
  if (paths.length === 0) throw new Error(`${path} holds no .json, .ndjson or .csv file.`)
  const sizes = await Promise.all(paths.map(async (each) => (await stat(each)).size))
  if (sizes.reduce((sum, size) => sum + size, 0) > mostBytes)
    throw new Error(`${path} has more than ${mostBytes >> 20} MiB: import it in parts.`)
  return Promise.all(paths.map(async (each) => ({ name: basename(each), bytes: await readFile(each) })))
}
