import type { NoticeKind } from '../../src/database/tables-issues.ts'
import type { RepLanguage } from '../../src/reps/rep-settings.ts'

/** What mails to reps say; `by` is who did it, null where it was the desk itself. */
export type StaffWords = Readonly<{
  notice: (kind: NoticeKind, of: { by: string | null; issues: number }) => string
  notices: (n: number) => string
  noticesWhy: string
  report: Readonly<{
    rows: (n: number) => string
    more: (n: number) => string
    days: (from: string | undefined, to: string | undefined) => string
    allTime: string
    before: (n: number) => string
    attached: string
    tooLarge: string
    see: (url: string) => string
    whyAsked: string
    whyOn: (name: string, cadence: string) => string
    stop: (url: string) => string
    cadences: Readonly<Record<string, string>>
  }>
}>

const en: StaffWords = {
  notice: (kind, { by, issues }) => {
    const who = by ?? 'The desk'
    if (kind === 'assigned')
      return issues === 1 ? `${who} assigned an issue to you` : `${who} assigned ${issues} issues to you`
    if (kind === 'mentioned') return `${who} mentioned you`
    if (kind === 'follow_up') return 'A follow-up is due'
    return kind === 'watched' ? 'The customer wrote in an issue that you watch' : 'A letter of yours failed'
  },
  notices: (n) => `${n} notices from your desk`,
  noticesWhy: 'You get this because you asked for notices by mail. Nobody reads answers to it.',
  report: {
    rows: (n) => (n === 1 ? '1 row' : `${n} rows`),
    more: (n) => `… and ${n} more.`,
    days: (from, to) => `${from ?? 'the beginning'} to ${to ?? 'today'}`,
    allTime: 'all time',
    before: (n) => `(before: ${n})`,
    attached: 'All rows are attached as a CSV file.',
    tooLarge: 'As a CSV file it is larger than 5 MB: get that from the page.',
    see: (url) => `See it in the desk: ${url}`,
    whyAsked: 'You get this because you asked for it.',
    whyOn: (name, cadence) => `You get this because “${name}” is sent to you ${cadence}.`,
    stop: (url) => `Change that, or stop it: ${url}`,
    cadences: { daily: 'daily', weekly: 'weekly', monthly: 'monthly' },
  },
}

const de: StaffWords = {
  notice: (kind, { by, issues }) => {
    const who = by ?? 'Das Programm'
    if (kind === 'assigned')
      return issues === 1
        ? `${who} hat Ihnen einen Vorgang zugewiesen`
        : `${who} hat Ihnen ${issues} Vorgänge zugewiesen`
    if (kind === 'mentioned') return `${who} hat Sie erwähnt`
    if (kind === 'follow_up') return 'Eine Wiedervorlage ist fällig'
    return kind === 'watched'
      ? 'Der Kunde schrieb in einem Vorgang, den Sie beobachten'
      : 'Ein Brief von Ihnen ist gescheitert'
  },
  notices: (n) => `${n} Hinweise zu Ihren Vorgängen`,
  noticesWhy: 'Sie bekommen dies, weil Sie Hinweise per E-Mail wünschten. Antworten darauf liest niemand.',
  report: {
    rows: (n) => (n === 1 ? '1 Zeile' : `${n} Zeilen`),
    more: (n) => `… und ${n} weitere.`,
    days: (from, to) => `${from ?? 'Anfang'} bis ${to ?? 'heute'}`,
    allTime: 'gesamte Zeit',
    before: (n) => `(davor: ${n})`,
    attached: 'Alle Zeilen hängen als CSV-Datei an.',
    tooLarge: 'Als CSV-Datei hat er mehr als 5 MB: Holen Sie sie von der Seite.',
    see: (url) => `Zur Seite: ${url}`,
    whyAsked: 'Sie bekommen dies, weil Sie darum baten.',
    whyOn: (name, cadence) => `Sie bekommen dies, weil „${name}“ Ihnen ${cadence} gesendet wird.`,
    stop: (url) => `Ändern oder beenden: ${url}`,
    cadences: { daily: 'täglich', weekly: 'wöchentlich', monthly: 'monatlich' },
  },
}

const es: StaffWords = {
  notice: (kind, { by, issues }) => {
    const who = by ?? 'El programa'
    if (kind === 'assigned') return issues === 1 ? `${who} le asignó un caso` : `${who} le asignó ${issues} casos`
    if (kind === 'mentioned') return `${who} le mencionó`
    if (kind === 'follow_up') return 'Vence un seguimiento'
    return kind === 'watched' ? 'El cliente escribió en un caso que usted sigue' : 'Falló una carta suya'
  },
  notices: (n) => `${n} avisos sobre sus casos`,
  noticesWhy: 'Recibe esto porque pidió avisos por correo. Nadie lee las respuestas.',
  report: {
    rows: (n) => (n === 1 ? '1 fila' : `${n} filas`),
    more: (n) => `… y ${n} más.`,
    days: (from, to) => `${from ?? 'el principio'} a ${to ?? 'hoy'}`,
    allTime: 'todo el tiempo',
    before: (n) => `(antes: ${n})`,
    attached: 'Todas las filas van adjuntas como archivo CSV.',
    tooLarge: 'Como archivo CSV ocupa más de 5 MB: descárguelo de la página.',
    see: (url) => `Verlo en la página: ${url}`,
    whyAsked: 'Recibe esto porque lo pidió.',
    whyOn: (name, cadence) => `Recibe esto porque «${name}» se le envía ${cadence}.`,
    stop: (url) => `Cambiarlo o pararlo: ${url}`,
    cadences: { daily: 'cada día', weekly: 'cada semana', monthly: 'cada mes' },
  },
}

const fr: StaffWords = {
  notice: (kind, { by, issues }) => {
    const who = by ?? 'Le programme'
    if (kind === 'assigned')
      return issues === 1 ? `${who} vous a attribué une demande` : `${who} vous a attribué ${issues} demandes`
    if (kind === 'mentioned') return `${who} vous a mentionné`
    if (kind === 'follow_up') return 'Une relance est à faire'
    return kind === 'watched' ? 'Le client a écrit dans une demande que vous suivez' : 'Une de vos lettres a échoué'
  },
  notices: (n) => `${n} avis sur vos demandes`,
  noticesWhy: 'Vous recevez ceci car vous avez demandé des avis par e-mail. Personne ne lit les réponses.',
  report: {
    rows: (n) => (n === 1 ? '1 ligne' : `${n} lignes`),
    more: (n) => `… et ${n} de plus.`,
    days: (from, to) => `${from ?? 'le début'} à ${to ?? 'aujourd’hui'}`,
    allTime: 'depuis toujours',
    before: (n) => `(avant : ${n})`,
    attached: 'Toutes les lignes sont jointes en fichier CSV.',
    tooLarge: 'En fichier CSV, il dépasse 5 Mo : prenez-le sur la page.',
    see: (url) => `À voir sur la page : ${url}`,
    whyAsked: 'Vous recevez ceci car vous l’avez demandé.',
    whyOn: (name, cadence) => `Vous recevez ceci car « ${name} » vous est envoyé ${cadence}.`,
    stop: (url) => `Changer ou arrêter cela : ${url}`,
    cadences: { daily: 'chaque jour', weekly: 'chaque semaine', monthly: 'chaque mois' },
  },
}

const spoken: Readonly<Record<RepLanguage, StaffWords>> = { de, en, es, fr }

export function staffWordsIn(language: RepLanguage): StaffWords {
  return spoken[language]
}
