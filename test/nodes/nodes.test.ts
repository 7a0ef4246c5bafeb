import { beforeAll, describe, expect, test } from 'vitest'
import { strike } from '../bench/nodes.ts'
import { type Nodes, startNodes } from '../bench/nodes-cluster.ts'
import { serversMissing } from '../support/postgres-servers.ts'

const missing = serversMissing()

test.runIf(missing)(`many nodes cannot be tested: ${missing}`, () => {
  console.warn(`Tests of many nodes are left out: ${missing}.`)
  if (process.env.CI === 'true') throw new Error(missing)
})

describe.skipIf(missing)('two nodes of each role on a primary with a replica, behind a pooler', () => {
  let nodes: Nodes

  beforeAll(async () => {
    nodes = await startNodes(true)
    return () => nodes.stop()
  }, 600_000)

  const find = async (word: string, index: 0 | 1, cookie: string) => {
    const answer = await fetch(`${nodes.web[index].base}search?q=${word}`, { headers: { cookie } })
    expect(answer.status).toBe(200)
    return (await answer.text()).includes('Here the word is')
  }

  const note = async (word: string) => {
    const { issueId } = await api('/letters', { to: 'lea@customer.test', subject: 'Ants', text: 'They come.' })
    const answer = await fetch(`${nodes.web[0].base}issues/${issueId}/replies`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: nodes.cookie, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ mode: 'note', deed: 'note', text: `Here the word is ${word}` }),
    })
    expect(answer.status).toBe(303)
    return answer.headers.getSetCookie().find((cookie) => cookie.startsWith('wrote='))!
  }

  const api = async (path: string, body: object) => {
    const answer = await fetch(`${nodes.web[1].base}api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${nodes.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as { issueId: number }
  }

  test('who wrote reads the own deed on every node, others from the replica until it is too far behind', async () => {
    let word = ''
    let cookie = ''
    let tries = 0
    // A machine that takes ten seconds for this finds the replica too old at once, and tries again.
    const unseen = async () => {
      await nodes.servers.holdReplay(true)
      word = `stridulate${++tries}`
      cookie = await note(word)
      const seen = await find(word, 1, nodes.cookie)
      if (seen) await nodes.servers.holdReplay(false)
      return !seen
    }
    await expect.poll(unseen, { timeout: 120_000, interval: 3000 }).toBe(true)
    expect(cookie).toMatch(/^wrote=1; Max-Age=12; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await find(word, 1, `${nodes.cookie}; wrote=1`)).toBe(true)
    await expect.poll(() => find(word, 1, nodes.cookie), { timeout: 60_000, interval: 500 }).toBe(true)
    await nodes.servers.holdReplay(false)
  }, 300_000)

  test('a killed worker, a killed door and a primary that fails over lose nothing and come back by themselves', async () => {
    const plan = { quick: true, mails: 3, letters: 1, warmSeconds: 1, revive: false }
    const outcome = await strike(nodes, plan, (line) => console.info(line))
    const { accepted, filed, lost, twice, letters } = outcome
    expect({ lost, twice, letters: letters.lost, wrong: letters.wrong }).toEqual({
      lost: [],
      twice: [],
      letters: [],
      wrong: [],
    })
    expect(filed).toBe(accepted)
    expect(letters.written).toBeGreaterThan(0)
  }, 300_000)
})
