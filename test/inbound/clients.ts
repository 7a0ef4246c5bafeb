import { simpleParser } from 'mailparser'
import { compose } from '../../src/letters/compose.ts'
import { quoteMail } from '../../src/letters/quote.ts'
import { htmlToText } from '../../src/mail/html-text.ts'

/** How mail programs quote the letter that they answer; each language has its own words for it. */
export type Language = 'en' | 'de' | 'fr'
export type Place = 'top' | 'bottom' | 'inline'
export type Answer = Readonly<{ name: string; text: string; wanted: string; sent: string[]; got: string[] }>

type Spoken = Readonly<{
  wrote: string
  thunderbird: string
  yahoo: string
  proton: string
  title: string
  fields: readonly [string, string, string, string]
  answers: readonly [string, string, string]
  letters: readonly string[]
  earlier: string
}>

const shop = 'Ant Shop <support@shop.test>'
const spoken: Record<Language, Spoken> = {
  en: {
    wrote: `On Mon, Mar 2, 2026 at 10:00 AM ${shop} wrote:`,
    thunderbird: 'On 02/03/2026 10:00, Ant Shop wrote:',
    yahoo: `On Monday, March 2, 2026 at 10:00:00 AM GMT+1, ${shop} wrote:`,
    proton: `On Monday, March 2nd, 2026 at 10:00 AM, ${shop} wrote:`,
    title: 'Original Message',
    fields: ['From', 'Sent', 'To', 'Subject'],
    answers: ['The blue one, please.', 'Tomorrow', 'Yes, and could you also send me the invoice for the first order?'],
    letters: [
      'Hello Ada,\n\nthank you for your mail. We are sorry that the farm came broken; that should not happen, and we will of course send you another one at no cost. Which colour would you like?\n\nBlue\nRed\n\nWhen may the driver come to your house to take the broken one back?\n\nYou can see how far it is here: https://shop.test/orders/4711?key=abc\n\nKind regards\nAna\nAnt Shop',
      'Hello,\n\nthe queen is on her way and needs a warm place.\n\nPlease tell us whether she arrived well, since only then does the guarantee begin.\n\nAna',
    ],
    earlier:
      'Good morning,\n\nmy farm arrived this morning and the glass is broken in two places. What can be done about it?\n\nAda',
  },
  de: {
    wrote: `Am Mo., 2. März 2026 um 10:00 Uhr schrieb ${shop}:`,
    thunderbird: 'Am 02.03.26 um 10:00 schrieb Ant Shop:',
    yahoo: `Am Montag, 2. März 2026 um 10:00:00 MEZ hat ${shop} Folgendes geschrieben:`,
    proton: `Am Montag, 2. März 2026 um 10:00 schrieb ${shop}:`,
    title: 'Ursprüngliche Nachricht',
    fields: ['Von', 'Gesendet', 'An', 'Betreff'],
    answers: [
      'Lieber die blaue.',
      'Morgen',
      'Ja, und können Sie mir bitte auch die Rechnung der ersten Bestellung schicken?',
    ],
    letters: [
      'Guten Tag Frau Adams,\n\nvielen Dank für Ihre Nachricht. Es tut uns leid, dass die Farm beschädigt angekommen ist; das darf nicht geschehen, und wir schicken Ihnen selbstverständlich kostenlos eine neue. Welche Farbe möchten Sie?\n\nBlau\nRot\n\nWann darf der Fahrer die beschädigte Farm bei Ihnen abholen?\n\nDen Stand sehen Sie hier: https://shop.test/orders/4711?key=abc\n\nMit freundlichen Grüßen\nAna\nAnt Shop',
      'Hallo,\n\ndie Königin ist unterwegs und braucht einen warmen Ort.\n\nBitte sagen Sie uns, ob sie gut angekommen ist, denn erst dann beginnt die Garantie.\n\nAna',
    ],
    earlier:
      'Guten Morgen,\n\nmeine Farm ist heute angekommen, und das Glas ist an zwei Stellen gebrochen. Was kann man da machen?\n\nAda',
  },
  fr: {
    wrote: `Le lun. 2 mars 2026 à 10:00, ${shop} a écrit :`,
    thunderbird: 'Le 02/03/2026 à 10:00, Ant Shop a écrit :',
    yahoo: `Le lundi 2 mars 2026 à 10:00:00 UTC+1, ${shop} a écrit :`,
    proton: `Le lundi 2 mars 2026 à 10:00, ${shop} a écrit :`,
    title: "Message d'origine",
    fields: ['De', 'Envoyé', 'À', 'Objet'],
    answers: [
      'La bleue, merci.',
      'Demain',
      'Oui, et pourriez-vous aussi m’envoyer la facture de la première commande ?',
    ],
    letters: [
      'Bonjour Madame,\n\nmerci pour votre message. Nous regrettons que la ferme soit arrivée cassée ; cela ne doit pas arriver, et nous vous en envoyons bien sûr une autre sans frais. Quelle couleur voulez-vous ?\n\nBleu\nRouge\n\nQuand le livreur peut-il passer chez vous pour reprendre la ferme cassée ?\n\nVous pouvez la suivre ici : https://shop.test/orders/4711?key=abc\n\nBien cordialement\nAna\nAnt Shop',
      'Bonjour,\n\nla reine est en route et il lui faut un endroit chaud.\n\nDites-nous si elle est bien arrivée, car la garantie ne commence qu’à ce moment.\n\nAna',
    ],
    earlier:
      'Bonjour,\n\nma ferme est arrivée ce matin et le verre est cassé à deux endroits. Que peut-on faire ?\n\nAda',
  },
}

/** Every program answering every letter in every place, wrapped at 72 and 76 and as HTML made text. */
export async function answers(): Promise<Answer[]> {
  const all: Answer[] = []
  for (const language of ['en', 'de', 'fr'] as const)
    for (const text of spoken[language].letters)
      for (const earlier of [undefined, spoken[language].earlier]) {
        const letter = await received(text, earlier)
        for (const [program, answer] of Object.entries(programs))
          for (const place of ['top', 'bottom', 'inline'] as const)
            for (const form of ['72', '76', 'html'] as const) {
              const written = answer({ words: spoken[language], letter, place, form })
              const name = `${program} ${language} ${place} ${form}`
              all.push({ name, ...written, sent: [text], got: earlier ? [earlier] : [] })
            }
      }
  return all
}

/** The letter as its reader gets it: through compose and a parser that is not ours. */
async function received(text: string, earlier: string | undefined): Promise<string> {
  const at = new Date('2026-03-01T09:00:00Z')
  const bytes = await compose({
    from: { name: 'Ant Shop', address: 'support@shop.test' },
    to: [{ name: 'Ada Adams', address: 'ada@example.test' }],
    cc: [],
    replyTo: 'support@shop.test',
    subject: 'Re: Broken',
    messageId: 'i01.x@shop.test',
    references: [],
    date: new Date('2026-03-02T09:00:00Z'),
    text,
    quote: earlier ? quoteMail({ name: 'Ada Adams', address: 'ada@example.test', at, text: earlier }) : undefined,
    enclosures: [],
    automatic: false,
  })
  return ((await simpleParser(bytes)).text ?? '').trim()
}

type Writing = Readonly<{ words: Spoken; letter: string; place: Place; form: '72' | '76' | 'html' }>
type Program = (writing: Writing) => { text: string; wanted: string }

const programs: Record<string, Program> = {
  gmail: (w) => marked(w, w.words.wrote),
  'apple mail': (w) => marked(w, '', w.words.wrote),
  thunderbird: (w) => marked(w, w.words.thunderbird),
  proton: (w) => marked(w, `-------- ${w.words.title} --------\n${w.words.proton}\n`),
  mutt: (w) => marked(w, w.words.wrote),
  'outlook desktop': (w) => bare(w, `-----${w.words.title}-----\n${headers(w.words)}`),
  'outlook web': (w) => bare(w, `________________________________\n${headers(w.words)}`),
  yahoo: (w) => bare(w, `    ${w.words.yahoo}`),
}

function headers({ fields: [from, sent, to, subject] }: Spoken): string {
  return `${from}: ${shop}\n${sent}: 2 March 2026 10:00\n${to}: Ada Adams <ada@example.test>\n${subject}: Re: Broken\n`
}

/** Programs that put a mark before each quoted line; `inside` stands in the quote itself. */
function marked({ words, letter, place, form }: Writing, intro: string, inside = '') {
  const whole = inside ? `${inside}\n\n${letter}` : letter
  const quote = (text: string) => (form === 'html' ? viaHtml(text, true) : prefixed(text, Number(form)))
  return placed({ words, place, whole, quote, intro })
}

function bare({ words, letter, place, form }: Writing, intro: string) {
  const quote = (text: string) => (form === 'html' ? viaHtml(text, false) : wrapped(text, Number(form)).join('\n'))
  return placed({ words, place, whole: letter, quote, intro })
}

type Placing = Readonly<{
  words: Spoken
  place: Place
  whole: string
  quote: (text: string) => string
  intro: string
}>

function placed({ words, place, whole, quote, intro }: Placing) {
  const [first, second, third] = words.answers
  const above = intro ? `${intro}\n` : ''
  if (place === 'top') return { text: `${third}\n\n${first}\n\n${above}${quote(whole)}\n`, wanted: `${third}${first}` }
  if (place === 'bottom')
    return { text: `${above}${quote(whole)}\n\n${second}\n\n${third}\n`, wanted: `${second}${third}` }
  const parts = whole.split('\n\n')
  const middle = Math.ceil(parts.length / 2)
  const [head, tail] = [parts.slice(0, middle).join('\n\n'), parts.slice(middle).join('\n\n')]
  const text = `${above}${quote(head)}\n\n${first}\n\n${quote(tail)}\n\n${third}\n`
  return { text, wanted: `${first}${third}` }
}

const prefixed = (text: string, width: number) =>
  wrapped(text, width - 2)
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
    .join('\n')

function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = []
    let rest = line
    while (rest.length > width && rest.lastIndexOf(' ', width) > 0) {
      const at = rest.lastIndexOf(' ', width)
      lines.push(rest.slice(0, at))
      rest = rest.slice(at + 1)
    }
    return [...lines, rest]
  })
}

/** As HTML and back: paragraphs, and a block quote where the program makes one. */
function viaHtml(text: string, block: boolean): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const body = escaped
    .split('\n\n')
    .map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`)
    .join('')
  return htmlToText(block ? `<blockquote type="cite">${body}</blockquote>` : `<div>${body}</div>`)
}
