import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { InteractionFault, InteractionForm } from '../../templates/interaction-props.ts'
import type { NewAction } from '../desk/record-interaction.ts'
import type { Who } from '../desk/who.ts'
import type { Clues } from '../people/match.ts'
import type { Web } from './desk.ts'
import { bodyOf, idIn, plainLines } from './input.ts'
import { localText, localTime } from './local-time.ts'

/** An empty form with a key of its own, so that saving it twice has one effect. */
export function newForm(
  c: Context<Web>,
  channels: readonly string[],
  given: Partial<InteractionForm> = {},
): InteractionForm {
  const now = localText(c, new Date())
  const texts = readForm({})
  return { ...texts, key: randomBytes(16).toString('hex'), channel: channels[0] ?? '', when: now, shown: now, ...given }
}

/** What was posted or typed, within bounds. */
export function readForm(body: Record<string, unknown>): InteractionForm {
  const all = (name: string) => [body[name]].flat().filter((value): value is string => typeof value === 'string')
  const text = (name: string, most = 200) => plain(all(name).at(-1), most)
  return {
    key: text('key', 64),
    who: text('switch') || text('who', 20),
    firstNames: text('firstNames'),
    lastName: text('lastName'),
    email: text('email', 254),
    phone: text('phone', 100),
    postalCode: text('postalCode', 40),
    other: text('other', 2000),
    channel: text('channel', 100),
    otherChannel: text('otherChannel', 100),
    originator: text('originator') === 'rep' ? 'rep' : 'customer',
    when: text('when', 30),
    shown: text('shown', 30),
    issue: text('issue', 20),
    issueNumber: text('issueNumber', 20),
    subject: text('subject', 500),
    types: all('types')
      .slice(0, 20)
      .map((type) => plain(type, 100)),
    otherTypes: text('otherTypes', 1000),
    order: text('order', 100),
    details: text('details', 100_000),
    infoUsed: all('infoUsed')
      .slice(0, 20)
      .map((info) => plain(info, 100)),
    otherInfo: text('otherInfo', 1000),
    followUp: text('followUp', 4000),
    followUpDue: text('followUpDue', 30),
    close: text('close') === 'yes',
  }
}

export async function postedForm(c: Context<Web>): Promise<{ values: InteractionForm; body: Record<string, unknown> }> {
  const body = await bodyOf(c, true)
  return { values: readForm(body), body }
}

function plain(text: string | undefined, most: number): string {
  return plainLines(text).replaceAll('\0', '').slice(0, most).toWellFormed()
}

export function cluesOf({ firstNames, lastName, email, phone, postalCode, other }: InteractionForm): Clues {
  return { firstNames, lastName, email: email.trim(), phone, postalCode, other }
}

/** "p12" a record, "u7" a registered user, anything else nobody yet. */
export function whoOf(values: InteractionForm): Who {
  const id = idIn(values.who.slice(1))
  const clues = cluesOf(values)
  if (id !== undefined && values.who.startsWith('p')) return { personId: id, clues }
  return id !== undefined && values.who.startsWith('u') ? { shopUserId: id, clues } : { clues }
}

/** What keeps the form from being saved, before anything is asked of the database. `goesOn`: who, how and when stay. */
export function faultsOf(c: Context<Web>, values: InteractionForm, goesOn: boolean): InteractionFault[] {
  const faults: InteractionFault[] = []
  if (!values.details.trim()) faults.push('details')
  if (values.issueNumber.trim() && issueOf(values) === undefined) faults.push('issueNumber')
  if (goesOn) return faults
  const { personId, shopUserId, clues } = whoOf(values)
  if (!(values.otherChannel.trim() || values.channel)) faults.push('channel')
  if (personId === undefined && shopUserId === undefined) {
    if (!Object.values(clues).some((clue) => clue?.trim())) faults.push('person')
    if (clues.email && !/^[^\s@<>,]+@[^\s@<>,]+$/.test(clues.email)) faults.push('email')
  }
  const at = timeOf(c, values)
  if (at === 'wrong' || (at && +at > Date.now() + 300_000)) faults.push('when')
  return faults
}

/** Undefined for now: the time that the form came with was not touched. */
export function timeOf(c: Context<Web>, { when, shown }: InteractionForm): Date | undefined | 'wrong' {
  if (!when || when === shown) return undefined
  return localTime(c, when) ?? 'wrong'
}

/** The issue that was chosen, or named by its number; undefined: a new one. */
export function issueOf({ issue, issueNumber }: InteractionForm): number | undefined {
  return idIn(issueNumber.trim().replace(/^#/, '')) ?? idIn(issue)
}

export function actionOf(c: Context<Web>, values: InteractionForm): NewAction {
  const { details, followUp, followUpDue, close, subject, order } = values
  const issueId = issueOf(values)
  const said = {
    details,
    infoUsed: [...values.infoUsed, ...split(values.otherInfo)],
    followUp: followUp.trim() || null,
    followUpDueAt: localTime(c, followUpDue) ?? null,
    close,
  }
  if (issueId !== undefined) return { ...said, issueId }
  const types = [...values.types, ...split(values.otherTypes)]
  const words = details.trim().replace(/\s+/g, ' ')
  const first = words.length > 80 ? `${words.slice(0, 80).replace(/\s\S*$/, '')} …` : words
  return { ...said, issue: { subject: subject.trim() || first.toWellFormed(), types, orderId: order.trim() || null } }
}

function split(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim().slice(0, 100).toWellFormed())
  return parts.filter(Boolean).slice(0, 20)
}
