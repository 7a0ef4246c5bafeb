import type { Sayings } from '../said-by.ts'

/** What mail servers, campaigns, programs of others and files had wrong, as it is kept, in Spanish. */
export const faults: Sayings = {
  'The stored password was sealed with another SECRET: enter it again.':
    'La contraseña guardada se selló con otro SECRET: escríbala de nuevo.',
  'The server refuses the access token: check the user name, and that IMAP is allowed for this account.':
    'El servidor rechaza el token de acceso: compruebe el usuario y que esta cuenta permita IMAP.',
  'No token address is set for OAuth2: enter it.': 'No hay dirección de tokens para OAuth2: escríbala.',
  'The permission to read this mailbox was revoked or has ended ({1}): give it again and enter the new refresh token.':
    'El permiso de leer este buzón se revocó o caducó ({1}): concédalo de nuevo y escriba el nuevo refresh token.',
  'No access token now: {1}.': 'Ahora no hay token de acceso: {1}.',
  'the sign-in server {1} does not answer ({2})': 'el servidor de acceso {1} no responde ({2})',
  'the sign-in server answered {1}': 'el servidor de acceso respondió {1}',
  'The desk could not keep what it fetched; the log says why.':
    'No se pudo guardar lo recogido; el registro dice por qué.',
  'The folder changes its UIDVALIDITY at every look: tell its provider.':
    'La carpeta cambia su UIDVALIDITY cada vez que se mira: avise a su proveedor.',
  'The server gives the folder no UIDVALIDITY: what was fetched could not be told from what was not.':
    'El servidor no da UIDVALIDITY a la carpeta: no se distinguiría lo recogido de lo que no.',
  'The server gives the folder no UIDVALIDITY: use another one.':
    'El servidor no da UIDVALIDITY a la carpeta: use otra.',
  'There is no folder “{1}” in this account: correct its name.':
    'En esta cuenta no existe la carpeta «{1}»: corrija su nombre.',
  'The server takes a password over TLS only: choose TLS or STARTTLS.':
    'El servidor solo acepta contraseñas por TLS: elija TLS o STARTTLS.',
  'The server cannot check the password just now.': 'El servidor no puede comprobar ahora la contraseña.',
  'The server cannot check the password just now (“{1}”).':
    'El servidor no puede comprobar ahora la contraseña («{1}»).',
  'The server refuses this user name and password: correct them; some providers want an app password or OAuth2.':
    'El servidor rechaza este usuario y contraseña: corríjalos; algunos proveedores exigen una contraseña de aplicación u OAuth2.',
  'The server refuses this user name and password (“{1}”): correct them; some providers want an app password or OAuth2.':
    'El servidor rechaza este usuario y contraseña («{1}»): corríjalos; algunos proveedores exigen una contraseña de aplicación u OAuth2.',
  'The certificate of {1} has expired: use the name that stands in it, or have it renewed.':
    'El certificado de {1} ha caducado: use el nombre que figura en él o haga que lo renueven.',
  'The certificate of {1} is signed by itself alone: use the name that stands in it, or have it renewed.':
    'El certificado de {1} solo está firmado por sí mismo: use el nombre que figura en él o haga que lo renueven.',
  'The certificate of {1} is signed by an authority that nobody knows: use the name that stands in it, or have it renewed.':
    'El certificado de {1} está firmado por una autoridad desconocida: use el nombre que figura en él o haga que lo renueven.',
  'The certificate of {1} comes without the ones between it and its authority: use the name that stands in it, or have it renewed.':
    'El certificado de {1} viene sin los intermedios hasta su autoridad: use el nombre que figura en él o haga que lo renueven.',
  'The certificate of {1} is for another host name: use the name that stands in it, or have it renewed.':
    'El certificado de {1} es de otro nombre: use el nombre que figura en él o haga que lo renueven.',
  '{1} does not begin with TLS: choose STARTTLS (usual on port 143), or port 993 for TLS.':
    '{1} no empieza con TLS: elija STARTTLS (habitual en el puerto 143) o el puerto 993 para TLS.',
  '{1} offers no STARTTLS: choose TLS (usual on port 993), or none on a trusted network.':
    '{1} no ofrece STARTTLS: elija TLS (habitual en el puerto 993), o ninguno en una red de confianza.',
  '{1} takes the connection but does not greet: it may expect TLS at once, choose TLS.':
    '{1} acepta la conexión pero no saluda: quizá espere TLS desde el inicio, elija TLS.',
  'TLS with {1} fails ({2}): choose the mode that its provider names.':
    'TLS con {1} falla ({2}): elija el modo que indique el proveedor.',
  'There is no host {1}: correct its name.': 'No existe el servidor {1}: corrija su nombre.',
  'The name {1} cannot be looked up just now: the name server does not answer.':
    'El nombre {1} no se puede consultar ahora: el servidor de nombres no responde.',
  'Nothing listens on {1}: correct the port (usual is {2}), or start the server.':
    'Nada escucha en {1}: corrija el puerto (lo habitual es {2}) o arranque el servidor.',
  '{1} does not answer: correct host and port, or let the desk through the firewall.':
    '{1} no responde: corrija servidor y puerto, o déjenos pasar por el cortafuegos.',
  'The connection to the server broke: it is built anew.': 'La conexión con el servidor se cortó: se restablece.',
  'The server answers with an error: {1}': 'El servidor responde con un error: {1}',
  'Its time was over when the desk could have started it. Resume it if it still holds.':
    'Su hora había pasado cuando podría haber empezado. Reanúdela si aún vale.',
  'More than 5 % of the addresses do not exist: look at where they come from.':
    'Más del 5 % de las direcciones no existe: mire de dónde vienen.',
  'More than 0.3 % complained: look at whom it goes to.': 'Más del 0,3 % se quejó: mire a quién va.',
  'More than 2 % were refused because of who sends them: look at the answers, and at SPF, DKIM and DMARC.':
    'Más del 2 % se rechazó por quién las envía: mire las respuestas, y SPF, DKIM y DMARC.',
  'More than {1} letters in a row could not be made: {2}': 'Más de {1} cartas seguidas no se pudieron hacer: {2}',
  'There is no value for {1}.': 'No hay valor para {1}.',
  'A certificate of “{1}” may be worth {2} at most.': 'Un vale de «{1}» puede valer {2} como mucho.',
  'The budget of “{1}” has {2} left, and {3} are needed.': 'Al presupuesto de «{1}» le quedan {2} y se necesitan {3}.',
  'its letter did not go': 'su carta no salió',
  'it takes too long': 'tarda demasiado',
  'it cannot be reached ({1})': 'no se puede llegar ({1})',
  'it leads nowhere': 'no lleva a ninguna parte',
  'it leads from one address to the next too often': 'lleva demasiadas veces de una dirección a otra',
  'it is no web address': 'no es una dirección web',
  'it carries a user name': 'lleva un nombre de usuario',
  'it is not on the public web': 'no está en la web pública',
  'it is larger than {1} MB': 'ocupa más de {1} MB',
  'came before: the rows of an order must be one below the other':
    'ya apareció: las filas de un pedido deben ir una debajo de otra',
  'has a total that is no sum': 'tiene un total que no es un importe',
  'has a value that cannot be stored': 'tiene un valor que no se puede guardar',
  'is empty': 'está vacío',
  'is empty, and so are its stand-ins': 'está vacío, y sus sustitutos también',
  'is empty, and there is no address either': 'está vacío, y tampoco hay dirección',
  'is no CSV': 'no es un CSV',
  'is no e-mail address': 'no es una dirección de correo',
  'is no product that we were told of': 'no es un producto comunicado',
  'is no time that can be read: look at the order of dates': 'no es una hora legible: mire el orden de las fechas',
  'is no user that we have an address of': 'no es un usuario con dirección conocida',
  'is no user that we were told of': 'no es un usuario comunicado',
  'is no whole number': 'no es un número entero',
  'is too large': 'es demasiado grande',
  'must be an ISO 4217 code like EUR': 'debe ser un código ISO 4217 como EUR',
  'must name a product or a category, and not both': 'debe nombrar un producto o una categoría, no ambos',
  'opens a quote that is never closed, or is far too long: nothing below it could be read':
    'abre una comilla que nunca se cierra, o es demasiado largo: no se pudo leer nada debajo',
  'opens a quote that is never closed: nothing below it could be read':
    'abre una comilla que nunca se cierra: no se pudo leer nada debajo',
  'was not taken: the mailing list is gone': 'no se tomó: la lista de correo ya no existe',
  'has {1} cells where the head has {2}': 'tiene {1} celdas y la cabecera {2}',
  'is longer than {1} characters': 'tiene más de {1} caracteres',
  'is no sum in {1}': 'no es un importe en {1}',
  'is no sum with at most {1} decimals: look at the decimal mark':
    'no es un importe con {1} decimales como mucho: mire el signo decimal',
  'is one line too many: an order has at most {1}': 'es una línea de más: un pedido tiene {1} como mucho',
  'the server does not list the messages of the folder': 'el servidor no enumera los mensajes de la carpeta',
  'More than 1 % of the letters could not be made: {1}': 'Más del 1 % de las cartas no se pudo hacer: {1}',
  '{1} leads to an address that is no mail server’s: write the name of the relay.':
    '{1} lleva a una dirección que no es de un servidor de correo: escriba el nombre del relay.',
  'A part of “{1}” was refused after its check.': 'Una parte de «{1}» se rechazó tras la comprobación.',
  'Issue {1} was merged into {2}: name that one.': 'El caso {1} se fusionó con {2}: nombre ese.',
  'no reason given': 'sin motivo',
  'its answer is too long': 'su respuesta es demasiado larga',
  'Paused by hand.': 'Pausada a mano.',
}
