import type { hoursWords as en } from '../en-hours.ts'

/** When the desk is there, in German. */
export const hoursWords: typeof en = {
  hours: {
    title: 'Öffnungszeiten',
    hint: 'Öffnungszeiten, Feiertage und die Zeitzone, nach denen Wartezeiten zählen.',
    lead: 'Wie lange Kunden auf eine erste Antwort, auf spätere und auf den Abschluss warten, zählt zweifach: nach der Uhr und nach den Stunden, in denen Sie da sind.',
    zone: 'Zeitzone',
    zoneHint: 'Die des Kundendienstes: Seine Tage beginnen dort um Mitternacht, auch in Berichten.',
    week: 'Geöffnet',
    weekHint: 'Etwa 9-12:30, 13:30-18. Leer: geschlossen. Tag und Nacht: 0-24.',
    days: {
      monday: 'Montag',
      tuesday: 'Dienstag',
      wednesday: 'Mittwoch',
      thursday: 'Donnerstag',
      friday: 'Freitag',
      saturday: 'Samstag',
      sunday: 'Sonntag',
    },
    short: {
      monday: 'Mo',
      tuesday: 'Di',
      wednesday: 'Mi',
      thursday: 'Do',
      friday: 'Fr',
      saturday: 'Sa',
      sunday: 'So',
    },
    closed: 'geschlossen',
    always: 'Tag und Nacht',
    never: 'Nie geöffnet',
    holidays: 'Feiertage',
    holidaysHint: 'Ein Datum je Zeile, etwa 2026-12-25: den ganzen Tag geschlossen.',
    holidayCount: (n) => (n === 1 ? '1 Feiertag' : `${n} Feiertage`),
    save: 'Speichern und neu berechnen',
    wrongHours: (text) =>
      `„${text}“ sind keine Öffnungszeiten: Schreiben Sie sie wie 9-12:30, 13:30-18, eine nach der anderen.`,
    wrongDate: (text) => `„${text}“ ist kein Datum oder eines zu viel: Schreiben Sie es wie 2026-12-25.`,
    wrongZone: (text) => `„${text}“ ist keine Zeitzone: Wählen Sie eine aus der Liste.`,
    mailboxes: 'Postfächer',
    mailboxesLead: 'Ein Postfach kann eigene Zeiten haben, etwa wo ein anderes Team es liest.',
    sameAsDesk: 'wie oben',
    of: (address) => `Öffnungszeiten von ${address}`,
    whose: 'Zeiten',
    whoseNames: { desk: 'Die des Kundendienstes', own: 'Eigene' },
    back: 'Alle Öffnungszeiten',
    left: (n, text) =>
      `Die Wartezeiten werden nach diesen Zeiten neu berechnet: noch ${text} ${n === 1 ? 'Vorgang' : 'Vorgänge'}. Sie können diese Seite verlassen.`,
    flash: 'Die Zeiten sind gespeichert; die Wartezeiten werden neu berechnet.',
  },
}
