import type { saidWords as en } from '../en-said.ts'
import { type Sayings, sayer } from '../said-by.ts'
import { faults } from './said-faults.ts'
import { findings } from './said-findings.ts'
import { reasons } from './said-reasons.ts'
import { whys } from './said-why.ts'

const known: Sayings = {
  'The person’s record': 'La ficha de la persona',
  'The first of the person’s first names': 'El primero de sus nombres de pila',
  'The person’s first address': 'La primera dirección de la persona',
  'The order that the issue names': 'El pedido que nombra el caso',
  'The order, as the shop told it': 'El pedido, como lo comunicó la tienda',
  'The order, as the shop told it; empty when nothing was':
    'El pedido, como lo comunicó la tienda; vacío si no hubo nada',
  'The order’s lines, as one text': 'Las líneas del pedido, en un solo texto',
  'The order’s lines, for a loop: name, quantity, amount, state':
    'Las líneas del pedido, para un bucle: name, quantity, amount, state',
  'The newest shipment': 'El envío más reciente',
  'The issue': 'El caso',
  'The issue’s types, as one text': 'Los tipos del caso, en un solo texto',
  'The gift certificate that goes with the letter': 'El vale de regalo que va con la carta',
  'Whoever inserts it': 'Quien la inserta',
  'The mailbox that the letter goes from': 'El buzón del que sale la carta',
  'The name of the mailbox, else its domain': 'El nombre del buzón; si no, su dominio',
  'The day of inserting': 'El día en que se inserta',
  'The shop’s user, else the person’s record': 'El usuario de la tienda; si no, la ficha de la persona',
  'The first of the first names': 'El primero de los nombres de pila',
  'The address that the letter goes to': 'La dirección a la que va la carta',
  'The shop’s user': 'El usuario de la tienda',
  'The gift certificate of the campaign': 'El vale de regalo de la campaña',
  'The mailbox that the letter comes from': 'El buzón del que viene la carta',
  'What the campaign is called here': 'Cómo se llama aquí la campaña',
  'Of this very recipient': 'De este mismo destinatario',
  'The public copy of the letter, where that is on': 'La copia pública de la carta, si está activada',
  'a code that only the letter shows': 'un código que solo muestra la carta',
  'Bulk mail names a postal address: write it under Settings, Sender of bulk mail.':
    'Los envíos masivos llevan una dirección postal: escríbala en Ajustes, Remitente de envíos masivos.',
  'Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.':
    'Los envíos masivos dicen quién está detrás: escriba el texto legal en Ajustes, Remitente de envíos masivos.',
  'Consent is given to a mailing list: name the one that this goes to.':
    'El consentimiento se da a una lista de correo: elija a cuál va esta campaña.',
  'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.':
    'El opt-in tácito exige que al pagar se ofrezca oponerse: escriba desde cuándo y con qué palabras en Ajustes, Remitente de envíos masivos.',
  'Write what the list is called.': 'Escriba cómo se llama la lista.',
  'Whether its letters report opens and clicks is said before it is launched.':
    'Si sus cartas cuentan aperturas y clics se decide antes de lanzarla.',
  'This mail names no clear address: it cannot be added to anybody.':
    'Este correo no nombra ninguna dirección clara: no se puede añadir a nadie.',
  'This mail is not held any more.': 'Este correo ya no está retenido.',
  'This is the only mailbox: add another one first.': 'Es el único buzón: añada antes otro.',
  'This is the only issue that holds it: link it to another issue first, then take it out here.':
    'Es el único caso que lo contiene: vincúlelo antes con otro caso y sáquelo después de aquí.',
  'This certificate is void: nothing can be put back on it.': 'Este vale está anulado: no se le puede devolver nada.',
  'This certificate is void already.': 'Este vale ya está anulado.',
  'There is no postal code in this file: each line is a code, a comma and a place.':
    'En este archivo no hay códigos postales: cada línea es un código, una coma y un lugar.',
  'The file is empty, or has no head.': 'El archivo está vacío o no tiene cabecera.',
  'The desk needs this list: retire its items instead.':
    'Esta lista es imprescindible: retire en su lugar sus opciones.',
  'That is this issue itself: name another one.': 'Es este mismo caso: nombre otro.',
  'Somebody changed this customer at the same moment: try again.':
    'Alguien cambió este cliente en el mismo momento: inténtelo de nuevo.',
  'Say what the new issue is about: mark some words, or give a subject.':
    'Diga de qué trata el caso nuevo: marque unas palabras o dé un asunto.',
  'Only a certificate that can be spent is sent again.': 'Solo se envía de nuevo un vale que se pueda gastar.',
  'None of its certificates is worth anything any more.': 'Ninguno de sus vales vale ya nada.',
  'It is nobody’s yet: its buyer named whom it is for.': 'Aún no es de nadie: quien lo compró dijo para quién es.',
  'It is all that this issue holds: there is nothing to part it from.':
    'Es todo lo que contiene este caso: no hay de qué separarlo.',
  'Everything in this issue comes after it: split at a later message.':
    'Todo en este caso viene después: separe en un mensaje posterior.',
  'Choose both files: the .aff and the .dic.': 'Elija ambos archivos: el .aff y el .dic.',
  'Another person than who wrote it has to approve it.': 'Debe aprobarla otra persona que quien la escribió.',
  'An API key needs a name, so that it can be revoked.': 'Una clave de API necesita un nombre, para poder revocarla.',
  'Somebody wrote while you did: read that first.': 'Alguien escribió entretanto: léalo antes.',
  '{1} wrote while you did: read that first.': '{1} escribió entretanto: léalo antes.',
  'You wrote “{1}”, but no file goes along.': 'Escribió «{1}», pero no la acompaña ningún archivo.',
  'The subject is empty.': 'El asunto está vacío.',
  '{1} has had no part in this conversation: they get to read it now.':
    '{1} no ha participado en esta conversación: ahora podrá leerla.',
  '{1} is new to this desk: check that it is right.': '{1} es nueva aquí: compruebe que es correcta.',
  '{1} is of the same message and stays without an answer.': '{1} es del mismo mensaje y se queda sin respuesta.',
  '“{1}” was not filled in: write what belongs there, or take it out.':
    '«{1}» no se rellenó: escriba lo que va ahí o quítelo.',
  '“{1}” is perhaps misspelled.': '«{1}» está quizá mal escrita.',
  '1 more words are perhaps misspelled.': 'Otra palabra está quizá mal escrita.',
  '{1} more words are perhaps misspelled.': 'Otras {1} palabras están quizá mal escritas.',
  'There is no issue {1}.': 'No existe el caso {1}.',
  'There is no customer {1}: choose another one.': 'No existe el cliente {1}: elija otro.',
  'It is in issue {1} already: name another one.': 'Ya está en el caso {1}: nombre otro.',
  'At most {1} addresses take part in an issue.': 'En un caso participan {1} direcciones como mucho.',
  'These are {1} issues: name at most {2} at once.': 'Son {1} casos: nombre {2} como mucho de una vez.',
  'There is a list “{1}” already.': 'Ya hay una lista «{1}».',
  'There is a list called {1} already.': 'Ya hay una lista llamada «{1}».',
  'Another program is called “{1}”: take another name.': 'Otro programa se llama «{1}»: tome otro nombre.',
}

/** Sentences that the rooms say themselves, in Spanish. */
export const saidWords: typeof en = { said: sayer({ ...known, ...whys, ...reasons, ...faults, ...findings }) }
