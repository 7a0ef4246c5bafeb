import type { searchWords as en } from '../en-search.ts'

const grammar: readonly (readonly [string, string])[] = [
  ['hervidor gotea', 'ambas palabras, o palabras que las contienen, en cualquier parte'],
  ['"dos palabras"', 'exactamente estas palabras, una tras otra'],
  ['-hervidor', 'sin esta palabra; el signo menos vale también delante de todo operador'],
  ['from:ada', 'correo de Ada; cartas y notas de un agente con ese nombre'],
  ['to:soporte@', 'correo y cartas a una dirección'],
  ['subject:reembolso', 'en el asunto'],
  ['person:ada', 'en casos de este cliente: un nombre, una dirección o un número'],
  ['issue:12', 'en el caso 12'],
  ['order:K-1002', 'en casos sobre este pedido'],
  ['product:tubo', 'en casos sobre pedidos de este producto'],
  ['type:Facturas', 'en casos de este tipo; tag: significa lo mismo, none es para casos sin tipo'],
  ['is:open', 'también closed, snoozed, unassigned, mine, failed'],
  ['has:attachment', 'con archivos'],
  ['filename:factura', 'con un archivo de este nombre'],
  ['before:2026-03-01', 'antes de ese día; basta un año o un mes'],
  ['after:2026-03', 'desde ese día en adelante'],
]

/** The search over everything, in Spanish. */
export const searchWords: typeof en = {
  find: {
    title: 'Búsqueda',
    titleOf: (q) => `Búsqueda: ${q}`,
    label: 'Buscar correo, cartas, notas, personas, pedidos y casos',
    hint: 'Palabras, "una frase", from: order: is:open …',
    go: 'Buscar',
    named: 'Casos, clientes y pedidos',
    said: 'Correo, cartas y notas, primero lo más nuevo',
    saidBefore: 'Correo, cartas y notas anteriores',
    older: 'Resultados anteriores',
    none: 'Nada coincide. Pruebe con menos palabras o con parte de una.',
    end: 'No hay nada anterior.',
    unknown: (what) => `No se entendió ni se buscó: ${what}`,
    short:
      'Solo se compararon los más nuevos. Añada una palabra menos común, o before: y after:, para ver los anteriores.',
    help: 'Qué se puede escribir aquí',
    kinds: { issue: 'Caso', person: 'Cliente', order: 'Pedido', mail: 'Correo', letter: 'Carta', note: 'Nota' },
    grammar,
  },
}
