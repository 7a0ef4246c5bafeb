import type { Sayings } from '../said-by.ts'

/** Why a mail is where it is, counts as automatic or was not read, and what became of a letter, in German. */
export const reasons: Sayings = {
  'Held: this mail could not be read whole, since {1}. Its bytes are kept as they came.':
    'Zurückgehalten: Diese E-Mail ließ sich nicht ganz lesen, denn {1}. Ihre Bytes sind aufbewahrt, wie sie kamen.',
  'Held: it could not be read whole, since {1}.': 'Zurückgehalten: Sie ließ sich nicht ganz lesen, denn {1}.',
  'it has more than {1} parts': 'sie hat mehr als {1} Teile',
  'its parts are nested more than {1} deep': 'ihre Teile sind tiefer als {1} Ebenen verschachtelt',
  'its parts cannot be read ({1})': 'ihre Teile sind nicht lesbar ({1})',
  'its header has {1} bytes, more than {2}': 'ihr Kopf hat {1} Bytes, mehr als {2}',
  'it names {1} addresses, more than {2}': 'sie nennt {1} Adressen, mehr als {2}',
  'it takes too long to read': 'das Lesen dauert zu lange',
  'it takes too long to start': 'das Anlaufen dauert zu lange',
  'reading it fails ({1})': 'das Lesen scheitert ({1})',
  'reading it ends the reader': 'das Lesen beendet den Leser',
  'This mail is too large: {1}, and SMTP_MAX_BYTES allows {2}. Only its header is here; the whole of it is still in the folder {3} of {4} (UID {5}).':
    'Diese E-Mail ist zu groß: {1}, und SMTP_MAX_BYTES erlaubt {2}. Hier ist nur ihr Kopf; die ganze liegt noch im Ordner {3} von {4} (UID {5}).',
  'A mail could not be fetched: {1} times the server gave an error instead of it, or broke the connection. It is still in the folder {2} of {3} (UID {4}): look at it there.':
    'Eine E-Mail ließ sich nicht abrufen: {1}-mal gab der Server stattdessen einen Fehler oder brach die Verbindung ab. Sie liegt noch im Ordner {2} von {3} (UID {4}): Sehen Sie dort nach.',
  'The same mail as delivery {1}, which came before; nothing was added.':
    'Dieselbe E-Mail wie Zustellung {1}, die zuvor kam; nichts kam hinzu.',
  'The same mail as delivery {1}, which came before to another mailbox: its issue stands in this one’s queue, too.':
    'Dieselbe E-Mail wie Zustellung {1}, die zuvor in ein anderes Postfach kam: Ihr Vorgang steht auch in der Schlange von diesem.',
  'The same mail as delivery {1}, which came later by a way that its sender’s domain vouches for, or does not disown.':
    'Dieselbe E-Mail wie Zustellung {1}, die später auf einem Weg kam, für den die Domain ihres Absenders bürgt oder den sie nicht verleugnet.',
  'The program ended {1} times while it filed this mail alone. Its bytes are kept as they came.':
    'Das Programm endete {1}-mal, während es diese E-Mail allein ablegte. Ihre Bytes sind aufbewahrt, wie sie kamen.',
  'Filing this mail was tried {1} times without success ({2}). Its bytes are kept as they came.':
    'Das Ablegen dieser E-Mail wurde {1}-mal ohne Erfolg versucht ({2}). Ihre Bytes sind aufbewahrt, wie sie kamen.',
  'The desk’s own test mail: plus addresses of this mailbox arrive.':
    'Die eigene Probe: Plus-Adressen dieses Postfachs kommen an.',
  'Held: {1} is on the list of blocked senders.': 'Zurückgehalten: {1} steht auf der Liste gesperrter Absender.',
  'Held as junk: the filter in front of the desk marked it ({1}).':
    'Als Spam zurückgehalten: Der vorgeschaltete Filter hat sie markiert ({1}).',
  'Held: {1} says that this mail is not from there, and asks not to trust such mail.':
    'Zurückgehalten: {1} sagt, diese E-Mail sei nicht von dort, und bittet, solchen nicht zu trauen.',
  'the sender’s domain': 'die Domain des Absenders',
  'Put here by a rep: moved from {1}.': 'Von einem Mitarbeiter hierher gelegt: aus {1} verschoben.',
  'A new issue: a rep took this out of {1}.': 'Ein neuer Vorgang: Ein Mitarbeiter hat dies aus {1} herausgenommen.',
  'Brought over from {1}.': 'Aus {1} übernommen.',
  somebody: 'jemand',
  'marked {1}': 'gekennzeichnet mit {1}',
  'a complaint about junk': 'eine Spam-Beschwerde',
  'an absence notice': 'eine Abwesenheitsnotiz',
  'a reading receipt': 'eine Lesebestätigung',
  'a delivery report': 'ein Zustellbericht',
  'sent without a return address': 'ohne Rücksendeadresse gesendet',
  'from a mailing list': 'von einer Mailingliste',
  'its subject says that nobody is there': 'ihr Betreff sagt, dass niemand da ist',
  'from {1}': 'von {1}',
  'waiting, since {1} asked for patience: {2}': 'wartet, denn {1} bat um Geduld: {2}',
  'given up after three days: {1}': 'nach drei Tagen aufgegeben: {1}',
  'the desk stopped before it went': 'das Programm hielt an, bevor er hinausging',
  'the desk stopped while it was being sent': 'das Programm hielt an, während er gesendet wurde',
  'The desk stopped while it was being sent.': 'Das Programm hielt an, während er gesendet wurde.',
  'the customer wrote before it was due': 'der Kunde schrieb, bevor er fällig war',
  'not delivered: no relay': 'nicht zugestellt: kein Relay',
  'there was no relay for a day: send it again if it still holds':
    'einen Tag lang gab es kein Relay: Senden Sie ihn noch einmal, wenn er noch gilt',
  'not delivered to {1}; delivered to the others': 'nicht zugestellt an {1}; an die anderen zugestellt',
  'the relay does not accept our name and password: {1}': 'das Relay nimmt Namen und Passwort nicht an: {1}',
  'the relay refused {1}': 'das Relay wies {1} ab',
  'the relay said “not now”: {1}': 'das Relay sagte „jetzt nicht“: {1}',
  'the relay does not let us in: {1}': 'das Relay lässt uns nicht herein: {1}',
  'the relay refused it: {1}': 'das Relay wies ihn ab: {1}',
  'the connection broke before the relay confirmed it: {1}':
    'die Verbindung brach ab, bevor das Relay ihn bestätigte: {1}',
  'the relay does not take letters of this size: {1}': 'das Relay nimmt keine Briefe dieser Größe: {1}',
  'no relay takes this address: {1}': 'kein Relay nimmt diese Adresse: {1}',
  'the relay cannot be reached: {1}': 'das Relay ist nicht erreichbar: {1}',
  'It came back from {1}: {2}.': 'Er kam von {1} zurück: {2}.',
  'It came back from {1}: {2}. ({3})': 'Er kam von {1} zurück: {2}. ({3})',
  'It came back from {1}: {2}. The server said: “{3}”.': 'Er kam von {1} zurück: {2}. Der Server sagte: „{3}“.',
  'It has not reached {1} yet: {2}. The server on the way still tries.':
    'Er hat {1} noch nicht erreicht: {2}. Der Server unterwegs versucht es weiter.',
  'It has not reached {1} yet: {2}. The server on the way still tries. ({3})':
    'Er hat {1} noch nicht erreicht: {2}. Der Server unterwegs versucht es weiter. ({3})',
  'It has not reached {1} yet: {2}. The server on the way still tries. The server said: “{3}”.':
    'Er hat {1} noch nicht erreicht: {2}. Der Server unterwegs versucht es weiter. Der Server sagte: „{3}“.',
  'its recipient': 'seinem Empfänger',
  'there is no such address': 'es gibt keine solche Adresse',
  'the domain of the address does not exist': 'die Domain der Adresse gibt es nicht',
  'that domain takes no mail': 'jene Domain nimmt keine E-Mail an',
  'the address has moved': 'die Adresse ist umgezogen',
  'the address is switched off': 'die Adresse ist abgeschaltet',
  'the mailbox is full': 'das Postfach ist voll',
  'the letter is too big for that server': 'der Brief ist jenem Server zu groß',
  'the server could not be reached in time': 'der Server war nicht rechtzeitig erreichbar',
  'there was trouble on the way to that server': 'auf dem Weg zu jenem Server gab es Störungen',
  'that server has trouble of its own': 'jener Server hat selbst Störungen',
  'that server takes the letter for junk': 'jener Server hält den Brief für Spam',
  'that server takes the letter for a virus': 'jener Server hält den Brief für einen Virus',
  'that server does not like how the letter is built': 'jenem Server missfällt der Aufbau des Briefs',
  'that server does not accept our sender address': 'jener Server nimmt unsere Absenderadresse nicht an',
  'our domain’s SPF, DKIM or DMARC did not convince that server':
    'SPF, DKIM oder DMARC unserer Domain haben jenen Server nicht überzeugt',
  'our server’s address has no proper name (reverse DNS)':
    'die Adresse unseres Servers hat keinen rechten Namen (Reverse DNS)',
  'that server blocks ours': 'jener Server sperrt unseren',
  'that server wants fewer letters at a time': 'jener Server will weniger Briefe auf einmal',
  'a rule of that server forbids it': 'eine Regel jenes Servers verbietet es',
  'that server does not deliver for this domain': 'jener Server stellt für diese Domain nicht zu',
  'the servers did not understand each other': 'die Server verstanden einander nicht',
  'that server refused it': 'jener Server wies ihn ab',
  'no reason was given': 'ein Grund wurde nicht genannt',
}
