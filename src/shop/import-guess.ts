import {
  type charsets,
  delimiters,
  type ImportKind,
  type ImportPlan,
  importFields,
  importKinds,
  missingFields,
} from './import-plan.ts'
import { presetOf } from './import-presets.ts'

type Charset = (typeof charsets)[number]

/** Fed with the bytes of a file, says in which charset they seem to be: by a mark, by NULs, or by what is no UTF-8. */
export function charsetGuess(): { feed: (bytes: Uint8Array) => void; guess: () => Charset } {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let known: Charset | undefined
  let first = true
  const look = (bytes: Uint8Array) => {
    if (first) known = marked(bytes)
    first = false
    if (known) return
    try {
      strict.decode(bytes, { stream: true })
    } catch {
      known = 'windows-1252'
    }
  }
  return { feed: look, guess: () => known ?? 'utf-8' }
}

function marked(bytes: Uint8Array): Charset | undefined {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const some = bytes.subarray(0, 400)
  const zeros = (odd: number) => some.filter((byte, at) => byte === 0 && at % 2 === odd).length
  // Text in UTF-16 has a NUL in every other place for each character of ASCII.
  if (zeros(1) > some.length / 4 && zeros(0) === 0) return 'utf-16le'
  return zeros(0) > some.length / 4 && zeros(1) === 0 ? 'utf-16be' : undefined
}

/** The mark that parts the first lines into the same number of cells, the most cells first; a comma where none does. */
export function guessDelimiter(text: string): (typeof delimiters)[number] {
  const lines = text
    .slice(0, 50_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n?|\n/)
    .filter(Boolean)
    .slice(0, 10)
  const scores = delimiters.map((mark) => {
    const counts = lines.map((line) => line.split(mark).length - 1)
    const even = counts.filter((count) => count === counts[0]).length
    return { mark, score: (counts[0] ?? 0) === 0 ? 0 : even * 1000 + counts[0]! }
  })
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).mark
}

/** What columns are called besides the field's own name, without blanks and marks, in small letters. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  id: ['externalid', 'customerid', 'userid', 'productid', 'orderid', 'kundennummer', 'customernumber'],
  email: ['emailaddress', 'mail', 'customeremail', 'useremail', 'billingemail'],
  firstNames: ['firstname', 'givenname', 'vorname', 'prenom'],
  lastName: ['surname', 'familyname', 'nachname'],
  name: ['fullname', 'customername', 'title', 'productname'],
  phone: ['telephone', 'phonenumber', 'mobile', 'tel', 'telefon'],
  postalCode: ['zip', 'zipcode', 'postcode', 'plz'],
  country: ['countrycode', 'land'],
  language: ['locale', 'lang', 'sprache'],
  registeredAt: ['registered', 'registrationdate', 'createdat', 'signup', 'since'],
  lastVisitAt: ['lastvisit', 'lastlogin', 'lastseen', 'lastactive'],
  classes: ['class', 'group', 'groups', 'tags', 'roles', 'segment'],
  sku: ['articlenumber', 'itemnumber', 'artikelnummer'],
  categories: ['category', 'type', 'tags', 'kategorie', 'producttype'],
  price: ['regularprice', 'unitprice', 'amount', 'preis'],
  currency: ['currencycode', 'ordercurrency', 'waehrung'],
  number: ['ordernumber', 'orderno', 'bestellnummer'],
  user: ['userid', 'customer', 'customerid', 'externalid', 'shopuser'],
  state: ['status', 'orderstatus', 'orderstate'],
  placedAt: ['date', 'orderdate', 'createdat', 'placed', 'placedon', 'datum'],
  total: ['ordertotal', 'grandtotal', 'totalprice', 'amount', 'summe'],
  refunded: ['refundedamount', 'refundedtotal', 'refund', 'refunds'],
  product: ['productid', 'sku', 'itemsku', 'lineitemsku', 'article'],
  lineName: ['productname', 'itemname', 'lineitemname', 'item'],
  quantity: ['qty', 'itemquantity', 'lineitemquantity', 'menge'],
  lineAmount: ['linetotal', 'itemtotal', 'lineamount'],
  unitPrice: ['itemprice', 'lineitemprice', 'price'],
  category: ['categoryname'],
  at: ['date', 'time', 'viewedat', 'timestamp', 'viewed'],
  consentKind: ['consent', 'kind', 'consenttype', 'optintype', 'optin'],
  consentSource: ['source', 'optinsource', 'signupsource', 'form', 'quelle', 'fuente'],
  consentWording: ['wording', 'consenttext', 'optintext', 'wortlaut'],
  consentAt: [
    ...['consentedat', 'consentedon', 'consentdate', 'consenttime', 'consentgivenat', 'confirmedat', 'confirmtime'],
    ...['optinat', 'optindate', 'optintime', 'optedinat', 'subscribedat', 'subscribedon', 'subscriptiondate'],
    ...['einwilligungam', 'eingewilligtam'],
  ],
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** The columns of a head as fields of a kind: what is called so, each field once. */
export function guessColumns(kind: ImportKind, header: readonly string[]): string[] {
  const names = header.map(plain)
  const columns = names.map(() => '')
  const fields = Object.keys(importFields[kind])
  for (const rank of [0, 1]) {
    for (const field of fields) {
      if (columns.includes(field)) continue
      const called = rank === 0 ? [field.toLowerCase()] : (synonyms[field] ?? [])
      const at = names.findIndex((name, at) => columns[at] === '' && called.includes(name))
      if (at >= 0) columns[at] = field
    }
  }
  return columns
}

/** Kind and columns: of an export that we know, else the kind that most columns fit and that lacks least. */
export function guessPlan(header: readonly string[]): Pick<ImportPlan, 'kind' | 'columns' | 'source'> {
  const preset = presetOf(header)
  if (preset) return preset
  const guesses = importKinds.map((kind) => {
    const columns = guessColumns(kind, header)
    const lacks = missingFields({ kind, columns }).length
    return { kind, columns, source: '' as const, score: columns.filter(Boolean).length - lacks * 10 }
  })
  const { score: _, ...best } = guesses.reduce((best, one) => (one.score > best.score ? one : best))
  return best
}

/** The decimal mark and the order of dates, from what a few rows show. */
export function guessForms(rows: readonly (readonly string[])[]): Pick<ImportPlan, 'decimal' | 'dates'> {
  const cells = rows.slice(0, 100).flatMap((row) => row.map((cell) => cell.slice(0, 60).trim()))
  const comma = cells.filter((cell) => /^-?[\d.]*\d,\d{1,2}\D{0,4}$/.test(cell)).length
  const point = cells.filter((cell) => /^\D{0,4}-?[\d,]*\d\.\d{1,2}$/.test(cell)).length
  const dates = cells.flatMap((cell) => {
    const match = /^(\d\d?)([-/.])(\d\d?)[-/.]\d{4}/.exec(cell)
    return match ? [{ first: Number(match[1]), second: Number(match[3]), mark: match[2] }] : []
  })
  const american =
    dates.some(({ second }) => second > 12) ||
    (dates.length > 0 && dates.every(({ mark, first }) => mark === '/' && first <= 12))
  return { decimal: comma > point ? ',' : '.', dates: dates.length === 0 ? 'ymd' : american ? 'mdy' : 'dmy' }
}
