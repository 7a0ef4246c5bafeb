import type { numbersWords as en } from '../en-numbers.ts'

/** Statistics, one's own numbers, and the heads of all pages of reports, in German. */
export const numbersWords: typeof en = {
  reportTabs: {
    title: 'Berichte',
    label: 'Arten von Berichten',
    names: { mine: 'Meine Zahlen', statistics: 'Statistik', service: 'Servicegüte', lists: 'Listen' },
    leads: {
      mine: 'Was Sie getan haben. Jede Zahl öffnet die Liste, die sie zählt.',
      statistics:
        'Was kam und was getan wurde, verglichen mit dem Zeitraum davor. Jede Zahl öffnet die Liste, die sie zählt.',
      service: 'Wie gut Kunden bedient werden. Jede Zahl öffnet die Liste, die sie zählt.',
      lists: 'Listen mit Spalten zum Sortieren und Filtern zum Verbinden, zum Ansehen, Aufbewahren und Mitnehmen.',
    },
  },
  statistics: {
    title: 'Statistik',
    choose: 'Welche Tage, und wessen Vorgänge',
    origin: 'Vorgänge, die',
    origins: {
      human: 'Menschen schrieben',
      automatic: 'Programme schrieben',
      campaign: 'Kampagnen anlegten',
      all: 'alle',
    },
    order: 'Zeilen',
    orders: { most: 'die größten zuerst', name: 'nach Namen' },
    asOffered: 'wie üblich',
    days: (from, to, zone) => `${from} bis ${to}, Tage in ${zone}`,
    since: (from, zone) => `Seit ${from}, Tage in ${zone}`,
    until: (to, zone) => `Bis ${to}, Tage in ${zone}`,
    allDays: (zone) => `Alle Tage, die in ${zone}`,
    comparedWith: (from, to) => `verglichen mit ${from} bis ${to}`,
    notCompared: 'Eine Zeit ohne Anfang oder Ende hat keine davor, mit der sie sich vergleichen ließe.',
    faults: (names) => `Diese Statistik gibt es nicht, sie wurde ausgelassen: ${names}.`,
    overTime: 'Eröffnete Vorgänge im Lauf der Zeit',
    overTimeOf: (sum, first, last) =>
      `${sum} eröffnete Vorgänge von ${first} bis ${last}, in gestapelten Säulen nach Herkunft.`,
    stretches: { day: 'Tag', week: 'Woche ab', month: 'Monat', year: 'Jahr' },
    most: (name, number) => `Am meisten: ${name}, ${number}.`,
    lines: (n) => (n === 1 ? 'Eine Zeile.' : `${n} Zeilen.`),
    names: {
      issuesByType: { title: 'Vorgänge nach Art', line: 'Art' },
      issuesByOrigin: { title: 'Vorgänge nach Herkunft', line: 'Herkunft' },
      interactionsByOriginator: { title: 'Kontakte nach Anstoß', line: 'Anstoß' },
      interactionsByChannel: { title: 'Kontakte nach Weg', line: 'Weg' },
      interactionsByRep: { title: 'Kontakte nach Mitarbeiter', line: 'Mitarbeiter' },
      actionsByInfoUsed: { title: 'Vorgangsteile nach genutzter Information', line: 'Genutzte Information' },
    },
    notes: {
      issuesByType: 'Ein Vorgang mit zwei Arten zählt in beiden Zeilen.',
      issuesByOrigin: 'Von allen Vorgängen, was auch immer oben gewählt ist.',
      actionsByInfoUsed: 'Was die Mitarbeiter am meisten brauchen. Ein Vorgangsteil mit zweien zählt in beiden Zeilen.',
    },
  },
  ownNumbers: {
    title: 'Meine Zahlen',
    own: 'Sie',
    desk: 'Alle zusammen',
    what: 'Was',
    lines: {
      answered: 'Briefe an Kunden',
      closed: 'Geschlossene Vorgänge',
      interactions: 'Kontakte',
      firstResponse: 'Erste Antwort, Median in Öffnungszeiten',
    },
    verdicts: { good: 'Kunden zufrieden', middle: 'Kunden unentschieden', bad: 'Kunden unzufrieden' },
    days: 'Ihre Kontakte nach Tagen',
    daysSum: (sum, days) =>
      days === 1
        ? `${sum} Kontakte am letzten Tag, und am Tag davor.`
        : `${sum} Kontakte in den letzten ${days} Tagen, und in ebenso vielen davor.`,
    now: 'Letzte 30 Tage',
    before: 'Die 30 Tage davor',
    team: 'Kollegen',
    columns: {
      name: 'Mitarbeiter',
      answered: 'Briefe',
      interactions: 'Kontakte',
      closed: 'Geschlossen',
      praised: 'Gut',
      blamed: 'Schlecht',
    },
    teamNote: 'Gut und schlecht: was Kunden sagten, als sie beim Abschluss gefragt wurden.',
  },
}
