import { type CustomerName, customers } from './customers.ts'

/** The demo's shop: what it sells, who bought what. Always the same; only the days move with today. */

const day = 86_400_000
export const currency = 'EUR'

export const products = [
  { key: 'gel-blue', name: 'Gel Farm (blue)', categories: ['Farms'], priceMinor: 2490 },
  { key: 'sand-large', name: 'Sand Farm (large)', categories: ['Farms'], priceMinor: 3990 },
  { key: 'starter', name: 'Starter Set with Queen', categories: ['Farms', 'Live animals'], priceMinor: 5490 },
  { key: 'queen', name: 'Queen (Lasius niger)', categories: ['Live animals'], priceMinor: 1890 },
  { key: 'honey', name: 'Honey Drops', categories: ['Food'], priceMinor: 590 },
  { key: 'lamp', name: 'Night Lamp (red)', categories: ['Accessories'], priceMinor: 1290 },
] as const

export type Buyer = Readonly<{ externalId: string; email: string; firstNames: string; lastName: string }>

const firstNames = ['Ada', 'Bram', 'Chidi', 'Dora', 'Emil', 'Freya', 'Goran', 'Heidi', 'Ivo', 'Juno', 'Kaya', 'Leif']
const lastNames = ['Appelbaum', 'Berglund', 'Castor', 'Dvorak', 'Eriksen']

/** Those who write in the demo, and sixty who only buy, call or get campaigns. */
export const buyers: readonly Buyer[] = [
  ...Object.entries(customers)
    .filter(([key]) => key !== 'parcel' && key !== 'museum')
    .map(([key, { name, address }]) => ({ externalId: key, email: address, ...split(name) })),
  ...lastNames.flatMap((lastName) =>
    firstNames.map((first) => ({
      externalId: `${first}-${lastName}`.toLowerCase(),
      email: `${first}.${lastName}@example.test`.toLowerCase(),
      ...{ firstNames: first, lastName },
    })),
  ),
]

function split(name: string) {
  const at = name.lastIndexOf(' ')
  return { firstNames: name.slice(0, at), lastName: name.slice(at + 1) }
}

/** The orders that the stories name. */
const told: readonly [number: string, who: CustomerName, product: string, daysAgo: number][] = [
  ['AF-20417', 'ines', 'starter', 3],
  ['AF-20388', 'tom', 'gel-blue', 6],
  ['AF-20102', 'lucie', 'sand-large', 30],
  ['AF-20350', 'olga', 'sand-large', 9],
  ['AF-20431', 'sven', 'lamp', 4],
  ['AF-20290', 'carol', 'starter', 15],
  ['AF-20466', 'carol', 'queen', 2],
]

/** Chance that is the same every time (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Order = Readonly<{ number: string; user: string; product: string; placedAt: Date; refunded: boolean }>

/** Half a year of orders, the oldest first. */
export function orders(now = Date.now()): Order[] {
  const roll = dice(7)
  const chance = Array.from({ length: 180 }, (_, n) => ({
    number: `AF-${19_800 + n}`,
    user: buyers[Math.floor(roll() * buyers.length)]!.externalId,
    product: products[Math.floor(roll() * products.length)]!.key,
    placedAt: new Date(now - (180 - n) * day + roll() * day * 0.5),
    refunded: roll() < 0.05,
  }))
  const named = told.map(([number, user, product, days]) => {
    return { number, user, product, placedAt: new Date(now - days * day), refunded: false }
  })
  return [...chance, ...named]
}

/** All of it, as lines of POST /shop/batch. */
export function shopLines(now = Date.now()): string {
  const put = (path: string, body: object) => JSON.stringify({ put: path, body })
  const registeredAt = new Date(now - 400 * day).toISOString()
  return [
    ...products.map(({ key, ...rest }) => put(`/shop/products/${key}`, { ...rest, currency })),
    ...buyers.map(({ externalId, ...rest }, n) =>
      put(`/shop/users/${externalId}`, {
        ...{ ...rest, registeredAt, country: n % 3 === 0 ? 'AT' : 'DE', classes: n % 9 === 0 ? ['School'] : [] },
        lastVisitAt: new Date(now - ((n * 7) % 60) * day).toISOString(),
      }),
    ),
    ...orders(now).map((order) => orderLine(order)),
  ].join('\n')
}

export function orderLine({ number, user, product, placedAt, refunded }: Order): string {
  const { priceMinor } = products.find(({ key }) => key === product)!
  const body = {
    ...{ user, number, state: 'shipped', placedAt: placedAt.toISOString(), currency, totalMinor: priceMinor },
    refundedMinor: refunded ? priceMinor : 0,
    lines: [{ product, quantity: 1, amountMinor: priceMinor }],
  }
  return JSON.stringify({ put: `/shop/orders/${number}`, body })
}
