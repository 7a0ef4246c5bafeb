import type { chartsWords as en } from '../en-charts.ts'

/** What every chart and the table beside it say, in German. */
export const chartsWords: typeof en = {
  charts: {
    number: 'Anzahl',
    before: 'Vorher',
    periodBefore: 'Zeitraum davor',
    difference: 'Unterschied',
    change: 'Veränderung',
    total: 'Summe',
    asTable: 'Die Zahlen als Tabelle',
    counting: 'Wird gezählt…',
    whole: 'Alle Zahlen auf einer Seite, was etwas dauert',
    notCounted: 'Das ließ sich nicht zählen.',
    again: 'Noch einmal versuchen',
    none: 'Nichts in diesen Tagen.',
    first: (bars) =>
      bars === 1
        ? 'Gezeichnet ist der erste; die Tabelle hat alle.'
        : `Gezeichnet sind die ersten ${bars}; die Tabelle hat alle.`,
  },
}
