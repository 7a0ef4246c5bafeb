import type { Db, Tx } from '../database/connection.ts'
import { type CannedResponse, countUse, getCanned } from '../desk/canned.ts'
import {
  type CannedDone,
  type CannedRefusal,
  type CannedValues,
  type CannedWriter,
  insertCanned,
  writeCanned,
} from '../desk/canned-changes.ts'
import { filesProblem, keepFiles, takeAlong } from './canned-files.ts'
import { type LiquidVariable, render, variablesOf } from './liquid.ts'
import { type About, neverAsked, type VariableValues, valuesOf, variables, wellFormed } from './variables.ts'

/** As somebody wrote it. `files` stay of those it has, in this order; `attachmentIds` are uploads of his to add. */
export type CannedWish = Readonly<{
  title?: string | undefined
  body?: string | undefined
  folder?: string | undefined
  shared?: boolean | undefined
  language?: string | undefined
  files?: readonly number[] | undefined
  attachmentIds?: readonly number[] | undefined
  deleted?: boolean | undefined
  version?: number | undefined
}>

/** Makes one: the writer's own unless shared. A problem names the field's remedy, in the body with its line. */
export async function makeCanned(tx: Tx, writer: CannedWriter, wish: CannedWish): Promise<CannedDone | CannedRefusal> {
  const { repId } = writer.actor
  if (!wish.shared && repId === null) return { problem: 'A key without a rep owns nothing: set shared to true.' }
  const empty = { title: '', body: '', folder: '', language: '', files: [], deleted: false }
  const values = { ...empty, ...(await cleaned(tx, writer, wish)), ownerId: wish.shared ? null : repId }
  const problem = valuesProblem(values) ?? (await filesProblem(tx, values.files))
  return problem ? { problem } : insertCanned(tx, writer, values)
}

/** Changes what is named; `deleted` takes it away until its undo. */
export async function changeCanned(
  tx: Tx,
  writer: CannedWriter,
  id: number,
  wish: CannedWish,
): Promise<CannedDone | CannedRefusal> {
  const now = await getCanned(tx, writer.actor.repId, id)
  if (!now) return 'not found'
  const kept = now.files.map((file) => file.id)
  const values = await cleaned(tx, writer, {
    ...wish,
    files: wish.files?.filter((file) => kept.includes(file)) ?? kept,
  })
  const problem = valuesProblem({ ...now, ...values }) ?? (await filesProblem(tx, values.files ?? []))
  if (problem) return { problem }
  const owner = wish.shared === undefined ? {} : { ownerId: wish.shared ? null : writer.actor.repId }
  return writeCanned(tx, writer, id, { ...values, ...owner, version: wish.version })
}

/** Why a response cannot be so; undefined when it can. */
export function valuesProblem({
  title,
  body,
  folder,
  language,
}: Pick<CannedValues, 'title' | 'body' | 'folder' | 'language'>) {
  if (title === '') return 'Give the response a title.'
  if (title.length > 200) return `The title has ${title.length} characters: use at most 200.`
  if (folder.length > 100) return `The folder's name has ${folder.length} characters: use at most 100.`
  if (language && wellFormed(language).length === 0)
    return `“${language}” is no language: write it like en, fr or pt-BR.`
  if (body === '') return 'Write what the response says.'
  if (body.length > 20_000) return `The text has ${body.length} characters: use at most 20000.`
  const found = variablesOf(body)
  return 'problem' in found ? found.problem : found.variables.map(unknownVariable).find(Boolean)
}

/** A value that somebody has to give, with what it looks like; `asked` false: it cannot be typed in. */
export type MissingValue = Readonly<{ name: string; example: string; asked: boolean }>
export type Filled = Readonly<{ text: string; missing: MissingValue[] }> | { problem: string }

/** The text of a response for a letter; `given` are values that were typed in, by the variable's name. */
export async function fillCanned(
  db: Db,
  { body, language }: Pick<CannedResponse, 'body' | 'language'>,
  about: About,
  given: Readonly<Record<string, string>> = {},
): Promise<Filled> {
  const values = await valuesOf(db, { ...about, language: language || about.language })
  const filled = render(body, withGiven(values, given))
  if ('problem' in filled) return filled
  const missing = filled.missing.map((name) => ({
    name,
    example: variables.find((each) => each.name === name)?.example ?? '',
    asked: !neverAsked.includes(name) && placeOf(name) !== undefined,
  }))
  return { text: filled.text, missing }
}

/** The same for a letter that is being written: counts the use, and makes the files uploads of this rep. */
export async function insertIntoLetter(
  tx: Tx,
  canned: CannedResponse,
  about: About,
  given: Readonly<Record<string, string>> = {},
): Promise<(Filled & { attachmentIds: number[] }) | { problem: string }> {
  const filled = await fillCanned(tx, canned, about, given)
  if ('problem' in filled) return filled
  await countUse(tx, canned.id)
  const ids = canned.files.map((file) => file.id)
  return { ...filled, attachmentIds: await takeAlong(tx, about.repId, ids) }
}

function withGiven(values: VariableValues, given: Readonly<Record<string, string>>): VariableValues {
  const all = new Map(Object.entries(values))
  for (const [name, value] of Object.entries(given).slice(0, 50)) {
    const [root, leaf] = placeOf(name) ?? []
    if (!root || neverAsked.includes(name)) continue
    const now = all.get(root)
    if (leaf === undefined) all.set(root, value.slice(0, 2000))
    else all.set(root, { ...(typeof now === 'object' && now), [leaf]: value.slice(0, 2000) })
  }
  return Object.fromEntries(all)
}

/** Root and leaf of a variable that may be given: a known one, or whatever is asked. */
function placeOf(name: string): [root: string, leaf?: string] | undefined {
  const [, dotted, single, double] =
    /^ask(?:\.([^.[\]]{1,100})|\['([^']{1,100})'\]|\["([^"]{1,100})"\])$/.exec(name) ?? []
  const asked = dotted ?? single ?? double
  if (asked) return ['ask', asked]
  if (!variables.some((each) => each.name === name)) return undefined
  return name.split('.') as [string, string?]
}

function unknownVariable({ name, line }: LiquidVariable): string | undefined {
  if (placeOf(name) || /^order\.lines[.[]/.test(name)) return undefined
  const [root = ''] = name.split(/[.[]/, 1)
  const near = variables.flatMap((each) => (each.name.startsWith(`${root}.`) ? [each.name] : []))
  const remedy =
    near.length > 0 ? `take one of ${near.join(', ')}` : 'take one of the list, or ask.something to be asked'
  return `Line ${line}: there is no variable ${name}: ${remedy}.`
}

async function cleaned(tx: Tx, { actor }: CannedWriter, wish: CannedWish): Promise<Partial<CannedValues>> {
  const line = (text: string) => text.toWellFormed().replace(/\s+/g, ' ').trim()
  const added = await keepFiles(tx, actor.repId, wish.attachmentIds ?? [])
  return {
    ...(wish.title !== undefined && { title: line(wish.title) }),
    ...(wish.folder !== undefined && { folder: line(wish.folder) }),
    ...(wish.body !== undefined && { body: wish.body.toWellFormed().replace(/\r\n?/g, '\n').trim() }),
    ...(wish.language !== undefined && { language: wish.language.trim() }),
    ...((wish.files || added.length > 0) && { files: [...(wish.files ?? []), ...added] }),
    ...(wish.deleted !== undefined && { deleted: wish.deleted }),
  }
}
