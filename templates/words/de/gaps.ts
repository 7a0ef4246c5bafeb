import type { gapsWords as en } from '../en-gaps.ts'

/** Deleted issues, match proposals, own keys, mentions; in German. */
export const gapsWords: typeof en = {
  deleted: {
    title: 'Gelöschte Vorgänge',
    lead: 'Aus jeder Liste und Suche heraus und doch ganz: Wiederherstellen bringt alles zurück.',
    empty: 'Kein Vorgang ist gelöscht.',
    by: (name) => `Gelöscht von ${name}`,
    byDesk: 'Gelöscht',
    restore: 'Wiederherstellen',
    more: 'Ältere',
  },
  proposals: {
    title: 'Vielleicht dieselbe Person',
    lead: 'Kunden, die jemandem mit Konto im Shop gleichen. Nichts wird verbunden, bevor Sie es sagen, und jede Antwort lässt sich zurücknehmen.',
    empty: 'Niemand wartet auf Zuordnung. Neue Konten des Shops werden von selbst mit Ihren Kunden verglichen.',
    who: 'Kunde',
    user: 'Konto im Shop',
    why: 'Wegen',
    since: 'Seit',
    pick: (person, user) => `Wählen: ${person} ist ${user}`,
    confirm: 'Dieselbe Person',
    dismiss: 'Nicht dieselbe',
    hint: 'Wählen Sie beliebig viele und sagen Sie dann, was zutrifft.',
    noneChosen: 'Bitte wählen Sie zuerst mindestens ein Paar.',
    done: (confirmed, dismissed) =>
      [
        confirmed > 0 && (confirmed === 1 ? '1 Kunde zugeordnet' : `${confirmed} Kunden zugeordnet`),
        dismissed > 0 && (dismissed === 1 ? '1 Vorschlag verworfen' : `${dismissed} Vorschläge verworfen`),
      ]
        .filter(Boolean)
        .join(', ')
        .concat('.'),
    waiting: (n) => (n === 1 ? '1 Kunde hat vielleicht ein Konto' : `${n} Kunden haben vielleicht ein Konto`),
  },
  ownKeys: {
    title: 'Tastenkürzel',
    hint: 'Geben Sie einer Handlung eine eigene Taste.',
    lead: 'Ein Zeichen, oder zwei nacheinander wie „g i“. Ein Großbuchstabe ist Umschalt und der Buchstabe. Ein leeres Feld gibt der Handlung ihre übliche Taste zurück.',
    key: 'Taste',
    usual: (key) => `Üblich: ${key}`,
    save: 'Tasten speichern',
    reset: 'Wieder alle üblichen Tasten',
    sheet: 'Alle Tasten sehen',
    notOne: 'Bitte tippen Sie ein Zeichen, oder zwei mit Leerzeichen dazwischen.',
    taken: (name) => `„${name}“ hat diese Taste: Geben Sie einem von beiden eine andere.`,
    begins: (name) => `„${name}“ beginnt mit dieser Taste, sie ließe sich nie allein drücken.`,
    change: 'Tasten ändern',
  },
  mentions: { label: 'Kollegen', hint: 'Tippen Sie @, um einen Kollegen hinzuzuziehen.' },
}
