import { setTimeout as sleep } from 'node:timers/promises'
import { answerLetter, type Mailer } from './answer.ts'
import type { Api } from './api.ts'
import type { BoxItem } from './letter-box.ts'
import { buyers, currency, orderLine } from './shop.ts'

const day = 86_400_000
const rewardMinor = 500
const list = 'swarm-news'

/** Who bought a farm and asked for news. */
const audience = { all: [{ bought: { category: 'Farms' } }, { onList: list }] }

const letter = {
  name: 'Autumn swarm: 5 € for farm keepers',
  subject: 'A little something for your colony, {{ person.first_name | default: "friend of ants" }}',
  text: [
    'Dear {{ person.first_name | default: "friend of ants" }},',
    'the colonies are on the move, and so are our prices: **feeding sets and lamps** are back in stock.',
    'Your certificate of **{{ certificate.amount }}**: **{{ certificate.code }}**, good until {{ certificate.expires_on }}.',
    'Happy digging,\nAnthill & Daughters',
  ].join('\n\n'),
}

/** A reward program, a list with evidence, a saved audience, and a campaign that went to it with certificates. */
export async function runCampaign(api: Api, mailer: Mailer): Promise<void> {
  await prepare(api)
  const { id } = await api('POST', '/campaigns', { ...letter, list, basis: 'consent', audience, certificate: reward() })
  const { recipients } = await api('POST', `/campaigns/${id}/estimate`, {})
  await api('POST', `/campaigns/${id}/launch`, { expectedRecipients: recipients })
  if (!(await finished(api, Number(id)))) return
  await whatCameOfIt(api, mailer)
  await api('POST', '/campaigns', {
    ...{
      name: 'Winter feeding (draft)',
      subject: 'Feeding in winter',
      text: 'Dear {{ person.first_name }},\n\nless is more.',
    },
    ...{ list, basis: 'consent', audience: { all: [{ bought: { category: 'Food' } }, { onList: list }] } },
  })
}

function reward() {
  return { amountMinor: rewardMinor, currency, expiresOn: new Date(Date.now() + 60 * day).toISOString().slice(0, 10) }
}

async function prepare(api: Api): Promise<void> {
  await api('PUT', '/bulk-sender', {
    postalAddress: 'Anthill & Daughters\nTunnel Lane 6\n10115 Demo Town',
    legalText: 'A shop that exists in this demo alone.',
    optOutOfferedSince: null,
    optOutWording: '',
  })
  await api('POST', '/gift-programs', {
    ...{ name: 'Rewards for farm keepers', kind: 'promotional', currency, eachMinor: 2500, budgetMinor: 100_000 },
    ...{ validDays: 90, terms: 'Promotional. One for each order, not for live animals. No cash.' },
  })
  await api('PUT', `/mailing-lists/${list}`, {
    name: 'Swarm news',
    description: 'What is new, once a month.',
    offered: true,
  })
  for (const [n, { externalId }] of buyers.entries())
    if (n % 5 !== 4)
      await api('PUT', `/mailing-lists/${list}/members/${externalId}`, n % 11 === 10 ? {} : { consent: consent(n) })
  await api('POST', '/audiences', { name: 'Farm keepers who read our news', audience })
}

const consent = (n: number) => ({
  ...{ kind: 'form', source: 'antfarm.test/checkout', wording: 'Yes, write to me about ants, once a month.' },
  at: new Date(Date.now() - (30 + n) * day).toISOString(),
})

/** At most a minute. */
async function finished(api: Api, id: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await api('GET', `/campaigns/${id}`)).state === 'finished') return true
    await sleep(300)
  }
  return false
}

/** Two answer, one leaves the list by one click, three redeem what they got. */
async function whatCameOfIt(api: Api, mailer: Mailer): Promise<void> {
  const got = mailer.box.items().filter(({ kind, subject }) => kind === 'got' && subject.includes('little something'))
  const [happy, curious, leaving, ...others] = got
  if (happy) await answer(mailer, happy, 'How kind! May I use it for the red lamp?')
  if (curious) await answer(mailer, curious, 'Thank you. Is it good in the shop in town, too?')
  if (leaving) await oneClick(leaving)
  for (const [n, { customer }] of others.slice(0, 3).entries()) await redeem(api, customer, n)
}

function answer(mailer: Mailer, item: BoxItem, text: string) {
  return answerLetter(mailer, item, item.to[0] ?? { name: '', address: item.customer }, text)
}

/** As a mail program does it (RFC 8058). */
async function oneClick({ raw }: BoxItem): Promise<void> {
  const header = raw.toString('latin1').replace(/\r\n[ \t]+/g, '')
  const url = /^List-Unsubscribe:.*?<(http[^>]+)>/im.exec(header)?.[1]
  if (url) await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
}

async function redeem(api: Api, address: string, n: number): Promise<void> {
  const buyer = buyers.find(({ email }) => email === address)
  const [person] = (await api('GET', `/people?email=${encodeURIComponent(address)}`)).items as { id: number }[]
  if (!buyer || !person) return
  const number = `AF-${20_500 + n}`
  const order = { number, user: buyer.externalId, product: 'lamp', placedAt: new Date(), refunded: false }
  await api('POST', '/shop/batch', orderLine(order))
  const payment = { amountMinor: rewardMinor, currency, orderId: number }
  await api('POST', '/gift-certificates/redemptions', { personId: person.id, ...payment })
}
