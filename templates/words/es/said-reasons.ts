import type { Sayings } from '../said-by.ts'

/** Why a mail is where it is, counts as automatic or was not read, and what became of a letter, in Spanish. */
export const reasons: Sayings = {
  'Held: this mail could not be read whole, since {1}. Its bytes are kept as they came.':
    'Retenido: este correo no se pudo leer entero, pues {1}. Sus bytes se guardan tal como llegaron.',
  'Held: it could not be read whole, since {1}.': 'Retenido: no se pudo leer entero, pues {1}.',
  'it has more than {1} parts': 'tiene más de {1} partes',
  'its parts are nested more than {1} deep': 'sus partes están anidadas a más de {1} niveles',
  'its parts cannot be read ({1})': 'sus partes no se pueden leer ({1})',
  'its header has {1} bytes, more than {2}': 'su cabecera tiene {1} bytes, más de {2}',
  'it names {1} addresses, more than {2}': 'nombra {1} direcciones, más de {2}',
  'it takes too long to read': 'leerlo tarda demasiado',
  'it takes too long to start': 'tarda demasiado en arrancar',
  'reading it fails ({1})': 'su lectura falla ({1})',
  'reading it ends the reader': 'leerlo acaba con el lector',
  'This mail is too large: {1}, and SMTP_MAX_BYTES allows {2}. Only its header is here; the whole of it is still in the folder {3} of {4} (UID {5}).':
    'Este correo es demasiado grande: {1}, y SMTP_MAX_BYTES permite {2}. Aquí solo está su cabecera; entero sigue en la carpeta {3} de {4} (UID {5}).',
  'A mail could not be fetched: {1} times the server gave an error instead of it, or broke the connection. It is still in the folder {2} of {3} (UID {4}): look at it there.':
    'No se pudo recoger un correo: {1} veces el servidor dio un error en su lugar o cortó la conexión. Sigue en la carpeta {2} de {3} (UID {4}): mírelo allí.',
  'The same mail as delivery {1}, which came before; nothing was added.':
    'El mismo correo que la entrega {1}, que llegó antes; no se añadió nada.',
  'The same mail as delivery {1}, which came before to another mailbox: its issue stands in this one’s queue, too.':
    'El mismo correo que la entrega {1}, que llegó antes a otro buzón: su caso está también en la cola de este.',
  'The same mail as delivery {1}, which came later by a way that its sender’s domain vouches for, or does not disown.':
    'El mismo correo que la entrega {1}, que llegó después por un camino que el dominio de su remitente avala o no niega.',
  'The program ended {1} times while it filed this mail alone. Its bytes are kept as they came.':
    'El programa terminó {1} veces mientras archivaba solo este correo. Sus bytes se guardan tal como llegaron.',
  'Filing this mail was tried {1} times without success ({2}). Its bytes are kept as they came.':
    'Se intentó {1} veces sin éxito archivar este correo ({2}). Sus bytes se guardan tal como llegaron.',
  'The desk’s own test mail: plus addresses of this mailbox arrive.':
    'El correo de prueba propio: las direcciones con + de este buzón llegan.',
  'Held: {1} is on the list of blocked senders.': 'Retenido: {1} está en la lista de remitentes bloqueados.',
  'Held as junk: the filter in front of the desk marked it ({1}).':
    'Retenido como correo no deseado: lo marcó el filtro previo ({1}).',
  'Held: {1} says that this mail is not from there, and asks not to trust such mail.':
    'Retenido: {1} dice que este correo no es de allí y pide no fiarse de correos así.',
  'the sender’s domain': 'el dominio del remitente',
  'Put here by a rep: moved from {1}.': 'Puesto aquí por un agente: movido desde {1}.',
  'A new issue: a rep took this out of {1}.': 'Un caso nuevo: un agente sacó esto de {1}.',
  'Brought over from {1}.': 'Traído de {1}.',
  somebody: 'alguien',
  'marked {1}': 'marcado con {1}',
  'a complaint about junk': 'una queja por correo no deseado',
  'an absence notice': 'un aviso de ausencia',
  'a reading receipt': 'un acuse de lectura',
  'a delivery report': 'un informe de entrega',
  'sent without a return address': 'enviado sin dirección de retorno',
  'from a mailing list': 'de una lista de correo',
  'its subject says that nobody is there': 'su asunto dice que no hay nadie',
  'from {1}': 'de {1}',
  'waiting, since {1} asked for patience: {2}': 'en espera, pues {1} pidió paciencia: {2}',
  'given up after three days: {1}': 'abandonado tras tres días: {1}',
  'the desk stopped before it went': 'el programa se detuvo antes de que saliera',
  'the desk stopped while it was being sent': 'el programa se detuvo mientras se enviaba',
  'The desk stopped while it was being sent.': 'El programa se detuvo mientras se enviaba.',
  'the customer wrote before it was due': 'el cliente escribió antes de que tocara enviarla',
  'not delivered: no relay': 'sin entregar: no hay relay',
  'there was no relay for a day: send it again if it still holds':
    'no hubo relay durante un día: envíela de nuevo si aún vale',
  'not delivered to {1}; delivered to the others': 'sin entregar a {1}; entregada a los demás',
  'the relay does not accept our name and password: {1}': 'el relay no acepta nuestro nombre y contraseña: {1}',
  'the relay refused {1}': 'el relay rechazó {1}',
  'the relay said “not now”: {1}': 'el relay dijo «ahora no»: {1}',
  'the relay does not let us in: {1}': 'el relay no nos deja entrar: {1}',
  'the relay refused it: {1}': 'el relay la rechazó: {1}',
  'the connection broke before the relay confirmed it: {1}':
    'la conexión se cortó antes de que el relay la confirmara: {1}',
  'the relay does not take letters of this size: {1}': 'el relay no admite cartas de este tamaño: {1}',
  'no relay takes this address: {1}': 'ningún relay admite esta dirección: {1}',
  'the relay cannot be reached: {1}': 'no se llega al relay: {1}',
  'It came back from {1}: {2}.': 'Volvió de {1}: {2}.',
  'It came back from {1}: {2}. ({3})': 'Volvió de {1}: {2}. ({3})',
  'It came back from {1}: {2}. The server said: “{3}”.': 'Volvió de {1}: {2}. El servidor dijo: «{3}».',
  'It has not reached {1} yet: {2}. The server on the way still tries.':
    'Aún no ha llegado a {1}: {2}. El servidor del camino sigue intentándolo.',
  'It has not reached {1} yet: {2}. The server on the way still tries. ({3})':
    'Aún no ha llegado a {1}: {2}. El servidor del camino sigue intentándolo. ({3})',
  'It has not reached {1} yet: {2}. The server on the way still tries. The server said: “{3}”.':
    'Aún no ha llegado a {1}: {2}. El servidor del camino sigue intentándolo. El servidor dijo: «{3}».',
  'its recipient': 'su destinatario',
  'there is no such address': 'no existe tal dirección',
  'the domain of the address does not exist': 'el dominio de la dirección no existe',
  'that domain takes no mail': 'ese dominio no recibe correo',
  'the address has moved': 'la dirección ha cambiado',
  'the address is switched off': 'la dirección está desactivada',
  'the mailbox is full': 'el buzón está lleno',
  'the letter is too big for that server': 'la carta es demasiado grande para ese servidor',
  'the server could not be reached in time': 'no se llegó al servidor a tiempo',
  'there was trouble on the way to that server': 'hubo problemas en el camino a ese servidor',
  'that server has trouble of its own': 'ese servidor tiene problemas propios',
  'that server takes the letter for junk': 'ese servidor toma la carta por correo no deseado',
  'that server takes the letter for a virus': 'ese servidor toma la carta por un virus',
  'that server does not like how the letter is built': 'a ese servidor no le gusta cómo está hecha la carta',
  'that server does not accept our sender address': 'ese servidor no acepta nuestra dirección de remitente',
  'our domain’s SPF, DKIM or DMARC did not convince that server':
    'el SPF, DKIM o DMARC de nuestro dominio no convenció a ese servidor',
  'our server’s address has no proper name (reverse DNS)':
    'la dirección de nuestro servidor no tiene un nombre válido (DNS inverso)',
  'that server blocks ours': 'ese servidor bloquea el nuestro',
  'that server wants fewer letters at a time': 'ese servidor quiere menos cartas a la vez',
  'a rule of that server forbids it': 'una regla de ese servidor lo prohíbe',
  'that server does not deliver for this domain': 'ese servidor no entrega para este dominio',
  'the servers did not understand each other': 'los servidores no se entendieron',
  'that server refused it': 'ese servidor la rechazó',
  'no reason was given': 'no se dio ningún motivo',
}
