import type { partsWords as en } from '../en-parts.ts'

/** What a mail is beside its words, and mails within mails, in Spanish. */
export const partsWords: typeof en = {
  marks: {
    signed: {
      smime: 'Firmado (S/MIME), sin verificar: la firma se conserva, nadie aquí la ha comprobado.',
      pgp: 'Firmado (PGP), sin verificar: la firma se conserva, nadie aquí la ha comprobado.',
    },
    encrypted: {
      smime:
        'Cifrado (S/MIME): no se puede leer aquí. Descárguelo tal como llegó para abrirlo en un programa de correo que tenga la clave.',
      pgp: 'Cifrado (PGP): no se puede leer aquí. Descárguelo tal como llegó para abrirlo en un programa de correo que tenga la clave.',
    },
    bareLineEnds:
      'Llegó con finales de línea defectuosos, como los escriben algunos programas antiguos y algunos falsificadores. Sus bytes se conservan tal como llegaron.',
    unpacked: (n) =>
      n === 1 ? 'Se extrajo un archivo de su winmail.dat.' : `Se extrajeron ${n} archivos de su winmail.dat.`,
    invitation: 'Invitación',
    untitled: '(sin título)',
    methods: (method) =>
      ({
        REQUEST: 'Invitación',
        CANCEL: 'Cancelada',
        REPLY: 'Respuesta a una invitación',
        COUNTER: 'Se propone otra hora',
        PUBLISH: 'Cita',
      })[method] ?? 'Calendario',
    starts: 'Empieza',
    ends: 'Termina',
    place: 'Lugar',
    organiser: 'Organiza',
    uid: 'UID',
    noZone: '(sin zona horaria)',
    notAnswered: 'Ninguna invitación se responde sola; el archivo está abajo.',
  },
  pictures: {
    show: 'Mostrar imágenes remotas',
    hint: 'El servidor las recoge una vez; el remitente sabe que alguien abrió el correo, no quién.',
  },
  message: {
    back: 'Volver a la conversación',
    open: (name) => `Leer ${name}`,
    unproved: 'Este correo llegó como archivo dentro de otro. Quien lo adjuntó puede haberlo escrito entero.',
    trouble: (why) => `No se pudo leer entero, porque ${why}.`,
  },
}
