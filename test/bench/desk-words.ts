/** Numbers that look random and are the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What people write to a shop about, the most frequent first. */
const languages = {
  en: `the a to my i it and is you of was not for order in with that please have on this your can me are but when kettle
    parcel delivery arrived box lid broken refund thank hello yesterday sand glass colour wrong size weeks invoice address
    send back exchange warranty receipt still waiting tracking says delivered neighbour nobody home water leaks crack
    bottom handle loose plug cable missing screw manual gift birthday daughter school queen ants escaped tube heater
    temperature humid food seeds honey sponge discount code checkout card charged twice bank statement subscription
    newsletter unsubscribe password login account change telephone urgent disappointed lovely wonderful quick answer`,
  de: `der die das und ich ist nicht mit ein eine für auf bitte bestellung paket lieferung kam gestern kaputt deckel glas
    wasser rechnung adresse zurück umtausch garantie wann geld erstattung farbe falsch größe warte noch immer nachbar
    schraube fehlt anleitung geschenk tochter königin ameisen schlauch heizung honig gutschein doppelt abgebucht konto
    kündigen passwort dringend enttäuscht danke grüße freundlichen sehr geehrte damen herren`,
  fr: `le la les et je est pas avec un une pour sur merci commande colis livraison reçu hier cassé couvercle verre eau
    facture adresse retour échange garantie quand argent remboursement couleur mauvaise taille attends encore voisin vis
    manque notice cadeau fille reine fourmis tuyau chauffage miel bon réduction carte débitée compte résilier urgent déçu
    bonjour cordialement madame monsieur`,
  es: `el la los y no con un una por favor pedido paquete entrega llegó ayer roto tapa vidrio agua factura dirección
    devolver cambio garantía cuándo dinero reembolso color equivocado talla espero todavía vecino tornillo falta manual
    regalo hija reina hormigas tubo calefacción miel descuento tarjeta cobrado cuenta cancelar urgente gracias saludos`,
  ru: `и в не на я что мой заказ посылка доставка вчера пришла сломана крышка стекло вода счёт адрес вернуть обмен гарантия
    деньги когда цвет размер жду соседи винт инструкция подарок дочь королева муравьи трубка мёд скидка карта спасибо`,
  ja: `注文 した 荷物 が 昨日 届きました が 蓋 が 割れて いました 水 が 漏れます 交換 を お願いします 返金 は いつ ですか 色 が 違います
    説明書 が ありません ありがとうございます よろしく お願いいたします 女王 蟻 が 逃げました 住所 を 変更 したい`,
} as const

type Language = keyof typeof languages
const shares: readonly (readonly [Language, number])[] = [
  ['en', 0.6],
  ['de', 0.75],
  ['fr', 0.85],
  ['es', 0.92],
  ['ru', 0.97],
  ['ja', 1],
]
const lists = Object.fromEntries(
  Object.entries(languages).map(([language, text]) => [language, text.split(/\s+/)]),
) as Record<Language, string[]>

const syllables = 'ba co di fu ga hel in jo ka lo ma nu or pe qui ra so ta ul ve wi xe yo za tri sto pla gre'.split(' ')

/** A word that few texts have; the same number is always the same word. */
export function tailWord(n: number): string {
  let word = ''
  for (let rest = n + 900; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length]
  return word
}

export const tailWords = 60_000
export const commonWords = [
  'the',
  'order',
  'kettle',
  'please',
  'parcel',
  'delivery',
  'bestellung',
  'commande',
  'pedido',
  'заказ',
]
const firstNames =
  'Ada Ben Carla Dora Emil Fatima Greta Hugo Ines Jan Kira Luis Maja Nils Olga Pedro Rosa Sven Tara Uwe Vera Yuri'.split(
    ' ',
  )

export function nameOf(person: number): { first: string; last: string; address: string } {
  const first = firstNames[person % firstNames.length]!
  const last = tailWord((person * 7919) % 40_000)
  return {
    first,
    last: last[0]!.toUpperCase() + last.slice(1),
    address: `${first.toLowerCase()}.${last}${person}@customer.example`,
  }
}

/** A text as a customer or a rep may write it: frequent words often, rare ones rarely, a number now and then. */
export function writeText(random: () => number, order: number): string {
  const luck = random()
  const language = shares.find(([, share]) => luck <= share)?.[0] ?? 'en'
  const list = lists[language]
  const count = 30 + Math.floor(random() * 90)
  const words = Array.from({ length: count }, (_, i) => {
    const chance = random()
    if (chance > 0.985) return tailWord(Math.floor(tailWords * random() ** 2))
    if (chance > 0.98) return `K-${order}`
    const word = list[Math.floor(list.length * random() ** 2)]!
    return i % 12 === 11 ? `${word}.` : word
  })
  return words.join(language === 'ja' ? '' : ' ')
}
