import { expect, test } from 'vitest'
import { keepAliases } from '../../src/letters/aliases.ts'
import { getLetter, listLetters } from '../../src/letters/letters.ts'
import { reply } from '../../src/letters/reply.ts'
import { bounceAddress } from '../../src/letters/reply-address.ts'
import { compose, openLine, outcome, secrets } from './door.ts'
import { domainZone, fakeDns } from './signed.ts'

type Line = Awaited<ReturnType<typeof openLine>>

/** A rep answered Ada, and the relay took the letter. */
async function answered(line: Line, to?: readonly string[]) {
  const mail = await line.arrive({ id: 'first@customer.example', text: 'first' })
  await line.fileAll()
  const { issueId } = await outcome(line.db, mail)
  const desk = { secrets, config: { relayUrl: 'smtp://relay.test', undoSeconds: 0 } }
  const actor = { kind: 'system', repId: null } as const
  const written = await line.db
    .transaction()
    .execute((tx) => reply(tx, desk, actor, issueId!, { text: 'On its way.', ...(to && { to }) }))
  if (written === 'not found' || !('letterId' in written)) throw new Error(JSON.stringify(written))
  await line.db.updateTable('letters').set({ state: 'sent', sentAt: new Date() }).execute()
  await line.db.updateTable('issues').set({ closedAt: new Date(), closedBy: null }).execute()
  const token = bounceAddress(secrets, line.mailbox, written.interactionId)
  return { ...written, issueId: issueId!, token }
}

type Report = Readonly<{
  id: string
  to?: string
  action?: string
  status?: string
  said?: string
  from?: string
  type?: string
}>

function deliveryReport(report: Report): string {
  const {
    id,
    to = 'ada@customer.example',
    action = 'failed',
    status = '5.1.1',
    from = 'mailer-daemon@mx.example',
  } = report
  const said = report.said ?? '550 5.1.1 No such user here'
  return compose({
    from,
    subject: 'Undelivered Mail Returned to Sender',
    headers: 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"',
    text: [
      ...[
        '--b',
        '',
        `Your message to ${to} could not be delivered.`,
        '--b',
        'Content-Type: message/delivery-status',
        '',
      ],
      ...['Reporting-MTA: dns; mx.example', '', `Final-Recipient: rfc822; ${to}`, `Action: ${action}`],
      ...[`Status: ${status}`, `Diagnostic-Code: smtp; ${said}`, '', '--b', 'Content-Type: message/rfc822', ''],
      ...[`Message-ID: <${id}>`, `To: ${to}`, 'Subject: Re: Where is my parcel?', '', 'On its way.', '--b--', ''],
    ].join('\r\n'),
  })
}

async function filed(line: Line, mail: Parameters<Line['arrive']>[0]) {
  const id = await line.arrive(mail)
  await line.fileAll()
  return outcome(line.db, id)
}

test('a bounce to the letter’s return address turns the letter red and neither reopens nor calls its issue', async () => {
  const line = await openLine()
  const { token, issueId, letterId, messageId } = await answered(line)
  const row = await filed(line, { recipient: token, raw: deliveryReport({ id: messageId }) })
  expect(row).toMatchObject({ state: 'filed', issueId, automatic: 'a bounce', closedAt: expect.any(Date) })
  const letter = await getLetter(line.db, letterId)
  expect(letter).toMatchObject({ state: 'bounced' })
  expect(letter!.reason).toContain('there is no such address')
  expect(await line.db.selectFrom('suppressions').selectAll().execute()).toMatchObject([
    { address: 'ada@customer.example', scope: 'marketing', reason: 'bounced', evidence: { letterId, status: '5.1.1' } },
  ])
  expect(letter!.reason).toContain('No such user here')
  const { items } = await listLetters(line.db, { trouble: true }, { limit: 10 })
  expect(items.map(({ id }) => id)).toEqual([letterId])
  const changes = await line.db
    .selectFrom('changes')
    .select(['kind', 'actor'])
    .where('kind', '=', 'letter.bounce')
    .execute()
  expect(changes).toEqual([{ kind: 'letter.bounce', actor: 'mail' }])
})

test('a bounce without the return address is known by our Message-ID in what it returns', async () => {
  const line = await openLine()
  const { issueId, letterId, messageId } = await answered(line)
  expect(await filed(line, { raw: deliveryReport({ id: messageId }) })).toMatchObject({ issueId })
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'bounced' })
})

test('a delay is noted on the letter, which stays sent; a later failure replaces the note', async () => {
  const line = await openLine()
  const { token, letterId, messageId } = await answered(line)
  const late = {
    id: messageId,
    action: 'delayed',
    status: '4.4.1',
    said: 'connect to mx.example: Connection timed out',
  }
  const row = await filed(line, { recipient: token, raw: deliveryReport(late) })
  expect(row).toMatchObject({ automatic: 'a notice of delay', closedAt: expect.any(Date) })
  const letters = () =>
    line.db.selectFrom('letters').select(['state', 'delayed', 'reason']).where('id', '=', letterId).executeTakeFirst()
  expect(await letters()).toMatchObject({
    state: 'sent',
    reason: null,
    delayed: expect.stringContaining('still tries'),
  })
  await filed(line, { recipient: token, raw: deliveryReport({ id: messageId, status: '4.4.7', said: 'expired' }) })
  expect(await letters()).toMatchObject({ state: 'bounced', delayed: null })
})

test('T8: a forged report changes no letter, and is only shown', async () => {
  const line = await openLine()
  const { issueId, letterId, messageId } = await answered(line)
  const stranger = await filed(line, { raw: deliveryReport({ id: messageId, to: 'bob@other.example' }) })
  expect(stranger).toMatchObject({ issueId, closedAt: expect.any(Date) })
  const guessed = messageId.replace(/\.(.)/, (_, c) => `.${c === '0' ? '1' : '0'}`)
  const other = await filed(line, { raw: deliveryReport({ id: guessed }) })
  expect(other.issueId).not.toBe(issueId)
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'sent', reason: null })
})

test('a bounce that names our letter only by the id that a provider gave it marks it', async () => {
  const line = await openLine()
  const { issueId, interactionId, letterId, messageId } = await answered(line)
  await keepAliases(line.db, { interactionId, messageId }, '250 Ok <given@provider.example>')
  const raw = (to: string) => deliveryReport({ id: 'given@provider.example', to })
  expect(await filed(line, { raw: raw('eve@other.example') })).toMatchObject({ issueId })
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'sent' })
  expect(await filed(line, { raw: raw('ada@customer.example') })).toMatchObject({ issueId })
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'bounced' })
})

test('a bounce from a domain that disowns it counts only at the letter’s return address', async () => {
  const dns = fakeDns(domainZone('customer.example', 'reject'))
  const line = await openLine(dns.resolve)
  const { token, letterId, messageId } = await answered(line)
  const report = (at: number) => ({
    ...{ mailFrom: '', clientIp: '198.51.100.7' },
    raw: deliveryReport({
      id: messageId,
      from: 'mailer-daemon@customer.example',
      said: `550 5.1.1 No such user ${at}`,
    }),
  })
  await filed(line, report(1))
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'sent' })
  await filed(line, { ...report(2), recipient: token })
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'bounced' })
})

test('a report that no machine wrote changes nothing', async () => {
  const line = await openLine()
  const { letterId, messageId } = await answered(line)
  const text = `550 5.1.1 <ada@customer.example>: User unknown\r\n\r\n--- Below this line is a copy.\r\n\r\nMessage-ID: <${messageId}>`
  await filed(line, { subject: 'Fwd: failure notice', text, id: 'x@customer.example' })
  expect(await getLetter(line.db, letterId)).toMatchObject({ state: 'sent' })
})

test('of several recipients each is judged by its own block', async () => {
  const line = await openLine()
  const { token, letterId, messageId } = await answered(line, ['ada@customer.example', 'bob@customer.example'])
  const one = deliveryReport({ id: messageId })
  const two =
    'Final-Recipient: rfc822; bob@customer.example\r\nAction: delayed\r\nStatus: 4.2.2\r\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\r\n\r\n'
  await filed(line, {
    recipient: token,
    raw: one.replace('--b\r\nContent-Type: message/rfc822', `${two}--b\r\nContent-Type: message/rfc822`),
  })
  const letter = await getLetter(line.db, letterId)
  expect(letter!.reason).toContain('ada@customer.example: there is no such address')
  expect(letter!.reason).not.toContain('bob@')
})

test('a complaint about our letter is written down once, one about anything else is not', async () => {
  const line = await openLine()
  const { token, letterId, messageId } = await answered(line)
  const complaint = (to: string, n: number) =>
    compose({
      from: 'feedback@provider.example',
      subject: 'Abuse report',
      id: `complaint-${n}@provider.example`,
      headers: 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"',
      text: `--b\r\n\r\nA complaint.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\nOriginal-Rcpt-To: ${to}\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <${messageId}>\r\nTo: ${to}\r\n\r\nx\r\n--b--\r\n`,
    })
  expect(await filed(line, { recipient: token, raw: complaint('ada@customer.example', 1) })).toMatchObject({
    automatic: 'a complaint about junk',
  })
  await filed(line, { raw: complaint('ada@customer.example', 2) })
  await filed(line, { raw: complaint('eve@other.example', 3) })
  const rows = await line.db.selectFrom('complaints').select(['letterId', 'addressKey', 'feedback']).execute()
  expect(rows).toEqual([{ letterId, addressKey: 'ada@customer.example', feedback: 'abuse' }])
})

test('what no human wrote and answers nothing opens an issue that is closed and listed nowhere', async () => {
  const line = await openLine()
  const row = await filed(line, { headers: 'Auto-Submitted: auto-generated', id: 'news@shop.example' })
  const issue = await line.db.selectFrom('issues').selectAll().where('id', '=', row.issueId!).executeTakeFirstOrThrow()
  expect(issue).toMatchObject({ origin: 'automatic', listed: false, closedAt: expect.any(Date), assigneeId: null })
  const human = await filed(line, { answers: 'news@shop.example', text: 'Who are you?' })
  expect(human).toMatchObject({ issueId: row.issueId, closedAt: null })
})
