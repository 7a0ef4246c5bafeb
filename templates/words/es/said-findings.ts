import type { Sayings } from '../said-by.ts'

/** What a look at servers, relays and DNS records found, in Spanish. */
export const findings: Sayings = {
  'over TLS': 'por TLS',
  'without TLS: whoever is in between can read along': 'sin TLS: quien esté en medio puede leerlo',
  'Signed in at {1} as {2}, {3}.': 'Sesión iniciada en {1} como {2}, {3}.',
  'The folder “{1}” is there, with 1 mail.': 'La carpeta «{1}» está, con 1 correo.',
  'The folder “{1}” is there, with {2} mails.': 'La carpeta «{1}» está, con {2} correos.',
  'The server does not tell of new mail (no IDLE): the desk looks every two minutes.':
    'El servidor no avisa del correo nuevo (sin IDLE): se mira cada dos minutos.',
  'The server can move no mail: choose another deed for fetched mail.':
    'El servidor no puede mover correos: elija otra acción para lo recogido.',
  'The folder takes no keywords: choose another deed for fetched mail.':
    'La carpeta no admite palabras clave: elija otra acción para lo recogido.',
  'There is no folder “{1}”. There are: {2}': 'No existe la carpeta «{1}». Existen: {2}',
  '“{1}” is not an e-mail address: write name@example.com.':
    '«{1}» no es una dirección de correo: escriba name@example.com.',
  'There is no mailbox to send from: add one first.': 'No hay buzón desde el que enviar: añada antes uno.',
  '{1} is at {2}.': '{1} está en {2}.',
  'No address was found for {1} ({2}): check the name.':
    'No se encontró dirección para {1} ({2}): compruebe el nombre.',
  'Connected to {1}, {2}.': 'Conectado con {1}, {2}.',
  'Signed in as {1}.': 'Sesión iniciada como {1}.',
  'The relay took the letter to {1}, signed by DKIM: {2}': 'El relay aceptó la carta a {1}, firmada con DKIM: {2}',
  'The relay took the letter to {1}, without a signature: {2}': 'El relay aceptó la carta a {1}, sin firma: {2}',
  'The name servers did not answer ({1}): try again later.':
    'Los servidores de nombres no respondieron ({1}): inténtelo más tarde.',
  'There is no such record at {1} yet: publish it, then look again.':
    'Aún no hay tal registro en {1}: publíquelo y mire de nuevo.',
  'There are {1} records at {2}: leave only this one.': 'Hay {1} registros en {2}: deje solo este.',
  'The record is for another kind of key: publish this one.': 'El registro es de otro tipo de clave: publique este.',
  'The record holds another key: publish this one whole, some forms cut long values at 255 characters.':
    'El registro contiene otra clave: publique esta entera, algunos formularios cortan los valores largos a 255 caracteres.',
  'There is no SPF record: receivers cannot tell who may send for this domain. A provider’s own “include:” goes before ~all.':
    'No hay registro SPF: los receptores no saben quién puede enviar por este dominio. El «include:» del proveedor va antes de ~all.',
  'There are {1} SPF records, which counts as none: join them into one.':
    'Hay {1} registros SPF, lo que cuenta como ninguno: únalos en uno.',
  'It lets everybody send for this domain: end it in ~all.':
    'Deja que cualquiera envíe por este dominio: termínelo en ~all.',
  'There is an SPF record. Make sure that it names your relay, or what your provider tells you to include.':
    'Hay un registro SPF. Asegúrese de que nombre su relay o lo que su proveedor pida incluir.',
  'There is no DMARC record here: large providers want one. Begin with p=none.':
    'Aquí no hay registro DMARC: los grandes proveedores quieren uno. Empiece con p=none.',
  'There are several DMARC records, which counts as none: keep one.':
    'Hay varios registros DMARC, lo que cuenta como ninguno: conserve uno.',
  'It names no policy: write p=none, p=quarantine or p=reject.':
    'No nombra ninguna política: escriba p=none, p=quarantine o p=reject.',
  'There is a DMARC record; p=none only watches. Once the reports are clean, go on to quarantine.':
    'Hay un registro DMARC; p=none solo observa. Cuando los informes estén limpios, pase a quarantine.',
  'There is a DMARC record with p={1}.': 'Hay un registro DMARC con p={1}.',
  'It answered 410 Gone: the other side wants no more.': 'Respondió 410 Gone: la otra parte no quiere más.',
  'It took nothing for {1} days.': 'No aceptó nada durante {1} días.',
}
