import type { gapsWords as en } from '../en-gaps.ts'

/** Deleted issues, match proposals, own keys, mentions; in Spanish. */
export const gapsWords: typeof en = {
  deleted: {
    title: 'Casos eliminados',
    lead: 'Fuera de toda lista y búsqueda, y aun así enteros: restaurar lo devuelve todo.',
    empty: 'No hay ningún caso eliminado.',
    by: (name) => `Eliminado por ${name}`,
    byDesk: 'Eliminado',
    restore: 'Restaurar',
    more: 'Anteriores',
  },
  proposals: {
    title: 'Quizá la misma persona',
    lead: 'Clientes que se parecen a alguien con cuenta en la tienda. Nada se une hasta que usted lo diga, y toda respuesta se puede deshacer.',
    empty: 'Nadie espera que se le empareje. Las cuentas nuevas de la tienda se comparan solas con sus clientes.',
    who: 'Cliente',
    user: 'Cuenta en la tienda',
    why: 'Por',
    since: 'Desde',
    pick: (person, user) => `Elegir: ${person} es ${user}`,
    confirm: 'Son la misma persona',
    dismiss: 'No lo son',
    hint: 'Elija cuantas quiera y diga después qué son.',
    noneChosen: 'Elija antes al menos una pareja.',
    done: (confirmed, dismissed) =>
      [
        confirmed > 0 && (confirmed === 1 ? '1 cliente emparejado' : `${confirmed} clientes emparejados`),
        dismissed > 0 && (dismissed === 1 ? '1 propuesta descartada' : `${dismissed} propuestas descartadas`),
      ]
        .filter(Boolean)
        .join(', ')
        .concat('.'),
    waiting: (n) => (n === 1 ? '1 cliente quizá tenga cuenta' : `${n} clientes quizá tengan cuenta`),
  },
  ownKeys: {
    title: 'Atajos de teclado',
    hint: 'Dé a una acción una tecla propia.',
    lead: 'Un signo, o dos que se pulsan uno tras otro, como «g i». Una mayúscula es Mayús y esa letra. Un campo vacío devuelve a la acción su tecla habitual.',
    key: 'Tecla',
    usual: (key) => `Habitual: ${key}`,
    save: 'Guardar las teclas',
    reset: 'Volver a las habituales',
    sheet: 'Ver todas las teclas',
    notOne: 'Escriba un signo, o dos con un espacio en medio.',
    taken: (name) => `«${name}» tiene esta tecla: dé otra a una de las dos.`,
    begins: (name) => `«${name}» empieza por esta tecla, así que nunca se podría pulsar sola.`,
    change: 'Cambiar las teclas',
  },
  mentions: { label: 'Colegas', hint: 'Escriba @ para avisar a un colega.' },
}
