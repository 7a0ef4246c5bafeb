import type { searchWords as en } from '../en-search.ts'

const grammar: readonly (readonly [string, string])[] = [
  ['kessel leck', 'beide Wörter, oder Wörter, die sie enthalten, irgendwo'],
  ['"zwei wörter"', 'genau diese Wörter hintereinander'],
  ['-kessel', 'ohne dieses Wort; ein Minus wirkt auch vor jedem Operator'],
  ['from:ada', 'E-Mails von Ada; Briefe und Notizen eines Mitarbeiters dieses Namens'],
  ['to:support@', 'E-Mails und Briefe an eine Adresse'],
  ['subject:erstattung', 'im Betreff'],
  ['person:ada', 'in Vorgängen dieses Kunden: Name, Adresse oder Nummer'],
  ['issue:12', 'in Vorgang 12'],
  ['order:K-1002', 'in Vorgängen zu dieser Bestellung'],
  ['product:röhre', 'in Vorgängen zu Bestellungen dieses Produkts'],
  ['type:Rechnung', 'in Vorgängen dieser Art; tag: heißt dasselbe, none steht für Vorgänge ohne Art'],
  ['is:open', 'auch closed, snoozed, unassigned, mine, failed'],
  ['has:attachment', 'mit Dateien'],
  ['filename:rechnung', 'mit einer Datei dieses Namens'],
  ['before:2026-03-01', 'vor diesem Tag; Jahr oder Monat genügt'],
  ['after:2026-03', 'ab diesem Tag'],
]

/** The search over everything, in German. */
export const searchWords: typeof en = {
  find: {
    title: 'Suche',
    titleOf: (q) => `Suche: ${q}`,
    label: 'E-Mails, Briefe, Notizen, Personen, Bestellungen und Vorgänge durchsuchen',
    hint: 'Wörter, "eine Wendung", from: order: is:open …',
    go: 'Suchen',
    named: 'Vorgänge, Kunden und Bestellungen',
    said: 'E-Mails, Briefe und Notizen, neueste zuerst',
    saidBefore: 'Ältere E-Mails, Briefe und Notizen',
    older: 'Ältere Treffer',
    none: 'Nichts passt. Versuchen Sie weniger Wörter oder einen Teil davon.',
    end: 'Älteres gibt es nicht.',
    unknown: (what) => `Nicht verstanden und nicht gesucht: ${what}`,
    short: 'Nur die neuesten wurden verglichen. Ein selteneres Wort oder before: und after: führen zu älteren.',
    help: 'Was sich hier eingeben lässt',
    kinds: {
      issue: 'Vorgang',
      person: 'Kunde',
      order: 'Bestellung',
      mail: 'E-Mail',
      letter: 'Brief',
      note: 'Notiz',
    },
    grammar,
  },
}
