import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { antfarm } from '../command.ts'
import { answerLetter, type Mailer, sendMail } from './answer.ts'
import { type Api, apiClient } from './api.ts'
import { backdate, nameMailbox } from './backdate.ts'
import { runCampaign } from './campaign.ts'
import { cannedResponses } from './canned.ts'
import { recordPast } from './past.ts'
import { type DemoPlace, demoEnvironment, login, shop } from './ports.ts'
import { shopLines } from './shop.ts'
import { type Story, sender, stories } from './stories.ts'

export type Seeding = Readonly<{ place: DemoPlace; relayUrl: string; mailer: Mailer; say: (text: string) => void }>

type IssueItem = { id: number; subject: string; person: { email: string | null }; assignee: { id: number } | null }

const filling = 'filling'

/**
 * Fills an empty demo once, through the same doors as everybody's mail, answers and API; says whether it did, or
 * whether an earlier start was stopped while it filled: a half-filled demo is better than a doubled one.
 */
export async function seedOnce(seeding: Seeding): Promise<'filled' | 'was filled' | 'half filled'> {
  const { dataDir } = seeding.place
  const marker = join(dataDir, 'demo-filled')
  if (existsSync(marker)) return readFileSync(marker, 'utf8').startsWith(filling) ? 'half filled' : 'was filled'
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(marker, `${filling}\n`)
  await seed(seeding)
  writeFileSync(marker, `${new Date().toISOString()}\n`)
  return 'filled'
}

async function seed({ place, relayUrl, mailer, say }: Seeding) {
  const environment = demoEnvironment(place, relayUrl)
  await command(environment, 'create-admin', '--email', login.email, '--password', login.password, '--name', login.name)
  say('Filling   the shop’s mail comes in now; answers follow in about half a minute')
  const key = await command(environment, 'create-api-key', '--name', 'demo', '--role', 'admin', '--rep', login.email)
  await nameMailbox(environment)
  const api = apiClient(place.httpPort, key)
  for (const response of cannedResponses) await api('POST', '/canned-responses', { ...response, shared: true })
  await api('POST', '/shop/batch', shopLines())
  for (const story of [...stories].sort((a, b) => b.daysAgo - a.daysAgo)) await write(mailer, story)
  const issues = await allIssues(api)
  for (const [story, id] of issues) await workOn(api, story, id)
  for (const story of stories) if (story.comesBack) await comeBack(mailer, story)
  const ages = issues.map(([story, issueId]) => ({ issueId, days: story.daysAgo }))
  mailer.box.redate(await backdate(environment, { ages, past: await recordPast(api) }))
  say('Campaign  one goes out now, with certificates')
  await runCampaign(api, mailer)
}

async function command(environment: Record<string, string>, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await antfarm(environment, ...args)
  if (code !== 0) throw new Error(`antfarm ${args[0]}: ${stderr.trim()}`)
  return stdout.trim()
}

function write(mailer: Mailer, story: Story) {
  const { subject, text, mail, daysAgo } = story
  const date = new Date(Date.now() - daysAgo * 24 * 3600 * 1000)
  return sendMail(mailer, { from: sender(story), to: shop.address, subject, text, date, ...mail })
}

/** Waits until every story has its issue, at most a minute. */
async function allIssues(api: Api): Promise<[Story, number][]> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const items = (await api('GET', '/issues?status=all&limit=200')).items as IssueItem[]
    const found = stories.flatMap((story): [Story, number][] => {
      const issue = items.find(
        ({ person, subject }) => person.email === sender(story).address && same(subject, story.subject),
      )
      return issue ? [[story, issue.id]] : []
    })
    if (found.length === stories.length || Date.now() > deadline) return found
    await sleep(300)
  }
}

/** An issue's subject may have lost its `Re:`. */
function same(a: string, b: string): boolean {
  const bare = (text: string) => text.replace(/^(re|out of office|:|\s)+/i, '').toLowerCase()
  return bare(a) === bare(b)
}

async function workOn(api: Api, { types, orderId, note, answer, close, mine }: Story, id: number) {
  const assignee = mine ? onlyRep : undefined
  if (types || orderId || assignee) await api('PATCH', `/issues/${id}`, { types, orderId, assignee })
  if (note) await api('POST', `/issues/${id}/notes`, { text: note })
  if (answer) await api('POST', `/issues/${id}/replies`, { text: answer, close })
}

/** The rep that the seeding itself made, in an empty desk. */
const onlyRep = 1

/** The customer answers as soon as the shop's letter is in the mailbox, at most half a minute later. */
async function comeBack(mailer: Mailer, story: Story) {
  const from = sender(story)
  for (let tries = 0; tries < 100; tries++) {
    const letter = mailer.box
      .items(from.address)
      .find(({ kind, subject }) => kind === 'got' && same(subject, story.subject))
    if (letter) return answerLetter(mailer, letter, from, story.comesBack!)
    await sleep(300)
  }
}
