import type { operationWords as en } from '../en-operation.ts'

/** The audit and keeping mail, in Spanish. */
export const operationWords: typeof en = {
  audit: {
    title: 'Auditoría',
    hint: 'Quién entró y quién cambió qué, en un archivo para guardarlo en otra parte.',
    lead: 'Todo lo que se hizo aquí, con quién y cuándo, una línea de JSON cada cosa. Las entradas se guardan un año; los cambios, siempre.',
    part: 'Qué',
    parts: { all: 'Todo', settings: 'Solo la configuración', 'sign-ins': 'Solo las entradas' } as Readonly<
      Record<string, string>
    >,
    from: 'Desde',
    to: 'Hasta',
    save: 'Guardar en un archivo',
    signIns: 'Últimas entradas',
    none: 'Nadie ha entrado desde que se anota.',
    who: 'Quién',
    nobody: 'una dirección desconocida',
    outcome: 'Resultado',
    way: 'Por',
    ip: 'Desde',
    when: 'Cuándo',
    ways: { password: 'contraseña', second_step: 'segundo paso', provider: 'proveedor de identidad' },
    outcomes: {
      in: 'entró',
      'second step': 'se le pidió el segundo paso',
      wrong: 'contraseña incorrecta',
      'wrong code': 'código incorrecto',
      again: 'llegó tarde',
      locked: 'bloqueada por un rato',
      deactivated: 'cuenta desactivada',
      unknown: 'no tiene cuenta aquí',
      'foreign domain': 'dominio ajeno',
      unverified: 'dirección sin verificar',
      away: 'proveedor ausente',
      failed: 'falló',
    } as Readonly<Record<string, string>>,
  },
  keeping: {
    title: 'Conservación',
    menuHint: 'Cuánto se guardan los bytes de los correos cuando ya no hay nada abierto.',
    lead: 'Cada correo se guarda tal como llegó, byte a byte. Con los años es la mayor parte de la base de datos.',
    months: 'Borrar los bytes de un correo',
    forGood: 'nunca',
    after: (months: number) => `${months} meses después de cerrarse su último caso`,
    hint: 'Se comprueba cada noche. Lo borrado no vuelve, tampoco al deshacer.',
    goes: 'Qué se va',
    goesWhat:
      'La fuente del correo con todas sus cabeceras, la prueba de sus firmas y volver a leerlo con una versión más nueva.',
    stays: 'Qué se queda',
    staysWhat:
      'Lo que decía, de quién y cuándo, sus archivos, su valoración, sus casos. Los correos abiertos, retenidos y fallidos quedan enteros.',
    save: 'Guardar',
  },
}
