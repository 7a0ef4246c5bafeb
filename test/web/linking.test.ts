import { beforeAll, expect, it } from 'vitest'
import { conversation } from '../../src/desk/conversation.ts'
import { getIssue } from '../../src/desk/issues.ts'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
let cookie: string

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  cookie = await cookieOf(desk)
  return () => made.stop()
})

const post = (path: string, fields: Record<string, string> = {}) => desk.app.request(path, form(cookie, fields))
const get = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()
const actionOf = async (issueId: number) => (await conversation(desk.db, issueId))[0]!.actionId
const issuesOf = async (issueId: number) =>
  (await conversation(desk.db, issueId))[0]!.interaction.otherIssues.map(({ id }) => id)

it('pasted words open an issue, and are marked in both, without script', async () => {
  const { issueId } = await fileMail(desk.db, { text: 'The sand is wet.\nAnd where is my order? <b>' })
  const path = `/issues/${issueId}/actions/${await actionOf(issueId)}`
  const answer = await post(`${path}/excerpt`, { words: 'where is my  order? <b>' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(`/issues/${issueId}\\?`)])
  const [newer] = await issuesOf(issueId)
  expect((await get(`/issues/${newer}`)).split('mail-text')[1]!.slice(0, 500)).toMatch(
    /<mark class="excerpt"[^>]*>where is my order\? &lt;b&gt;<\/mark>/,
  )
  expect(await get(`/issues/${issueId}`)).toMatch(/<a class="excerpt c\d" href="\/issues\/\d+"[^>]*>where is my order/)
  expect((await post(`${path}/excerpt`, { words: 'sand', nth: '-1e9' })).status).toBe(303)
  expect((await post(`/issues/${issueId}/actions/999/excerpt`, { words: 'x' })).status).toBe(404)
})

it('a message is linked by number, by a subject of the same person, and taken out again', async () => {
  const { issueId } = await fileMail(desk.db, { from: 'ida@example.test', name: 'Ida Bee', subject: 'Hive' })
  const { issueId: wax } = await fileMail(desk.db, { from: 'ida@example.test', subject: 'Old wax' })
  const path = `/issues/${issueId}/actions/${await actionOf(issueId)}`
  await post(`${path}/link`, { into: 'old wax' })
  expect(await issuesOf(issueId)).toEqual([wax])
  expect(await get(`/issues/${issueId}`)).toContain('Shares messages with')
  expect((await post(`${path}/link`, { into: `#${wax} Old wax` })).status).toBe(422)
  expect((await post(`${path}/unlink`)).status).toBe(303)
  expect((await post(`${path}/unlink`)).status).toBe(404)
  const asked = await post(`${path}/link`, { into: 'nothing like it' })
  expect(await get(asked.headers.get('location')!)).toContain('No other issue matches')
})

it('an issue of somebody else is offered, not refused', async () => {
  const { issueId } = await fileMail(desk.db, { from: 'cleo@example.test', name: 'Cleo Moth' })
  const { issueId: berts } = await fileMail(desk.db, { from: 'bert@example.test', name: 'Bert Beetle' })
  const path = `/issues/${issueId}/actions/${await actionOf(issueId)}/link`
  const asked = await post(path, { into: String(berts) })
  expect(await issuesOf(issueId)).toEqual([])
  const page = await get(asked.headers.get('location')!)
  expect(page).toContain(`Issue #${berts} is Bert Beetle’s.`)
  expect(page).toContain('Link it, and let Cleo Moth take part')
  await post(path, { into: String(berts), how: 'join' })
  expect(await issuesOf(issueId)).toEqual([berts])
  const takesPart = await desk.db
    .selectFrom('issueParticipants')
    .select('address')
    .where('issueId', '=', berts)
    .execute()
  expect(takesPart.map(({ address }) => address)).toContain('cleo@example.test')
})

it('an issue is split at a message, and merged after a look at whose it is', async () => {
  const { issueId } = await fileMail(desk.db, { text: 'One', at: new Date(Date.now() - 5000) })
  await fileMail(desk.db, { issueId, text: 'Two' })
  const second = (await conversation(desk.db, issueId))[1]!
  const answer = await post(`/issues/${issueId}/actions/${second.actionId}/split`)
  const newer = Number(/\/issues\/(\d+)/.exec(answer.headers.get('location')!)![1])
  expect((await conversation(desk.db, newer)).map(({ email }) => email?.text)).toEqual(['Two'])
  const { issueId: doras } = await fileMail(desk.db, { from: 'dora@example.test', name: 'Dora Gnat' })
  const asked = await post(`/issues/${newer}/merge`, { into: String(doras) })
  expect(await get(asked.headers.get('location')!)).toContain('Merge all the same')
  await post(`/issues/${newer}/merge`, { into: String(issueId) })
  expect(await getIssue(desk.db, newer)).toMatchObject({ mergedIntoId: issueId })
})

it('one letter answers the ticked issues of a message, also after a refusal', async () => {
  const { issueId } = await fileMail(desk.db, { text: 'First matter. Second matter.' })
  await post(`/issues/${issueId}/actions/${await actionOf(issueId)}/excerpt`, { words: 'Second matter.' })
  const [also] = await issuesOf(issueId)
  const refused = await post(`/issues/${issueId}/replies`, { deed: 'close', text: ' ', also: String(also) })
  expect(await refused.text()).toMatch(new RegExp(`name="also" value="${also}" checked`))
  await post(`/issues/${issueId}/replies`, { deed: 'close', text: 'Both are settled.', also: String(also) })
  expect((await conversation(desk.db, also!)).at(-1)!.letter?.text).toBe('Both are settled.')
  expect(await getIssue(desk.db, also!)).toMatchObject({ status: 'closed' })
})

it('a stale letter is refused with its words, and may go anyway', async () => {
  const { issueId } = await fileMail(desk.db)
  const seen = String(await actionOf(issueId))
  await fileMail(desk.db, { issueId, text: 'Forget it' })
  const refused = await post(`/issues/${issueId}/replies`, { deed: 'send', text: 'Long answer', seen })
  const page = await refused.text()
  expect(refused.status).toBe(409)
  for (const words of ['Send anyway', 'Edit', 'Discard', 'Long answer']) expect(page).toContain(words)
  const now = /name="seen" value="(\d+)"/.exec(page)![1]!
  expect((await post(`/issues/${issueId}/replies`, { deed: 'send', text: 'Long answer', seen: now })).status).toBe(303)
})
