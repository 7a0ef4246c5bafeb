import type { numbersWords as en } from '../en-numbers.ts'

/** Statistics, one's own numbers, and the heads of all pages of reports, in Spanish. */
export const numbersWords: typeof en = {
  reportTabs: {
    title: 'Informes',
    label: 'Clases de informes',
    names: { mine: 'Mis números', statistics: 'Estadísticas', service: 'Servicio', lists: 'Listas' },
    leads: {
      mine: 'Lo que usted hizo. Cada número abre la lista que cuenta.',
      statistics: 'Qué llegó y qué se hizo, comparado con el periodo anterior. Cada número abre la lista que cuenta.',
      service: 'Cómo se atiende a la gente. Cada número abre la lista que cuenta.',
      lists: 'Listas con columnas que ordenar y filtros que combinar, para mirar, guardar y llevarse.',
    },
  },
  statistics: {
    title: 'Estadísticas',
    choose: 'Qué días, y los casos de quién',
    origin: 'Casos que',
    origins: {
      human: 'escribieron personas',
      automatic: 'escribieron programas',
      campaign: 'crearon campañas',
      all: 'todos',
    },
    order: 'Líneas',
    orders: { most: 'primero las mayores', name: 'por nombre' },
    asOffered: 'como siempre',
    days: (from, to, zone) => `${from} a ${to}, días de ${zone}`,
    since: (from, zone) => `Desde ${from}, días de ${zone}`,
    until: (to, zone) => `Hasta ${to}, días de ${zone}`,
    allDays: (zone) => `Todos los días, los de ${zone}`,
    comparedWith: (from, to) => `comparado con ${from} a ${to}`,
    notCompared: 'Un periodo sin principio o sin final no tiene otro anterior con que compararlo.',
    faults: (names) => `No existe tal estadística y se omitió: ${names}.`,
    overTime: 'Casos abiertos, a lo largo del tiempo',
    overTimeOf: (sum, first, last) =>
      `${sum === '1' ? '1 caso abierto' : `${sum} casos abiertos`} de ${first} a ${last}, en columnas apiladas según su origen.`,
    stretches: { day: 'Día', week: 'Semana del', month: 'Mes', year: 'Año' },
    most: (name, number) => `La mayor es ${name}: ${number}.`,
    lines: (n) => (n === 1 ? 'Una línea.' : `${n} líneas.`),
    names: {
      issuesByType: { title: 'Casos por tipo', line: 'Tipo' },
      issuesByOrigin: { title: 'Casos por origen', line: 'Origen' },
      interactionsByOriginator: { title: 'Contactos por iniciador', line: 'Iniciador' },
      interactionsByChannel: { title: 'Contactos por vía', line: 'Vía' },
      interactionsByRep: { title: 'Contactos por agente', line: 'Agente' },
      actionsByInfoUsed: { title: 'Acciones por información usada', line: 'Información usada' },
    },
    notes: {
      issuesByType: 'Un caso con dos tipos cuenta en ambas líneas.',
      issuesByOrigin: 'De todos los casos, se elija lo que se elija arriba.',
      actionsByInfoUsed: 'Lo que más necesitan los agentes. Una acción con dos cuenta en ambas líneas.',
    },
  },
  ownNumbers: {
    title: 'Mis números',
    own: 'Usted',
    desk: 'Todo el equipo',
    what: 'Qué',
    lines: {
      answered: 'Cartas a clientes',
      closed: 'Casos cerrados',
      interactions: 'Contactos',
      firstResponse: 'Primera respuesta, mediana en horas de atención',
    },
    verdicts: { good: 'Clientes satisfechos', middle: 'Clientes indecisos', bad: 'Clientes no satisfechos' },
    days: 'Sus contactos por día',
    daysSum: (sum, days) =>
      `${sum === '1' ? '1 contacto' : `${sum} contactos`} ${days === 1 ? 'en el último día' : `en los últimos ${days} días`}, y otros tantos días antes.`,
    now: 'Últimos 30 días',
    before: 'Los 30 días anteriores',
    team: 'Equipo',
    columns: {
      name: 'Agente',
      answered: 'Cartas',
      interactions: 'Contactos',
      closed: 'Cerrados',
      praised: 'Bien',
      blamed: 'Mal',
    },
    teamNote: 'Bien y mal: lo que dijeron los clientes cuando se les preguntó al cerrar.',
  },
}
