import type { Sayings } from '../said-by.ts'

/** What mail servers, campaigns, programs of others and files had wrong, as it is kept, in German. */
export const faults: Sayings = {
  'The stored password was sealed with another SECRET: enter it again.':
    'Das aufbewahrte Passwort wurde mit einem anderen SECRET versiegelt: Geben Sie es neu ein.',
  'The server refuses the access token: check the user name, and that IMAP is allowed for this account.':
    'Der Server weist das Zugangstoken ab: Prüfen Sie den Benutzernamen und ob IMAP für dieses Konto erlaubt ist.',
  'No token address is set for OAuth2: enter it.': 'Für OAuth2 ist keine Token-Adresse angegeben: Tragen Sie sie ein.',
  'The permission to read this mailbox was revoked or has ended ({1}): give it again and enter the new refresh token.':
    'Die Erlaubnis, dieses Postfach zu lesen, wurde entzogen oder ist abgelaufen ({1}): Erteilen Sie sie neu und tragen Sie das neue Refresh-Token ein.',
  'No access token now: {1}.': 'Zurzeit kein Zugangstoken: {1}.',
  'the sign-in server {1} does not answer ({2})': 'der Anmeldeserver {1} antwortet nicht ({2})',
  'the sign-in server answered {1}': 'der Anmeldeserver antwortete {1}',
  'The desk could not keep what it fetched; the log says why.':
    'Das Abgerufene ließ sich nicht aufbewahren; das Protokoll sagt, warum.',
  'The folder changes its UIDVALIDITY at every look: tell its provider.':
    'Der Ordner ändert seine UIDVALIDITY bei jedem Blick: Sagen Sie es dem Anbieter.',
  'The server gives the folder no UIDVALIDITY: what was fetched could not be told from what was not.':
    'Der Server gibt dem Ordner keine UIDVALIDITY: Abgerufenes wäre von anderem nicht zu unterscheiden.',
  'The server gives the folder no UIDVALIDITY: use another one.':
    'Der Server gibt dem Ordner keine UIDVALIDITY: Nehmen Sie einen anderen.',
  'There is no folder “{1}” in this account: correct its name.':
    'Einen Ordner „{1}“ gibt es in diesem Konto nicht: Berichtigen Sie den Namen.',
  'The server takes a password over TLS only: choose TLS or STARTTLS.':
    'Der Server nimmt ein Passwort nur über TLS: Wählen Sie TLS oder STARTTLS.',
  'The server cannot check the password just now.': 'Der Server kann das Passwort gerade nicht prüfen.',
  'The server cannot check the password just now (“{1}”).': 'Der Server kann das Passwort gerade nicht prüfen („{1}“).',
  'The server refuses this user name and password: correct them; some providers want an app password or OAuth2.':
    'Der Server weist Benutzernamen und Passwort ab: Berichtigen Sie sie; manche Anbieter wollen ein App-Passwort oder OAuth2.',
  'The server refuses this user name and password (“{1}”): correct them; some providers want an app password or OAuth2.':
    'Der Server weist Benutzernamen und Passwort ab („{1}“): Berichtigen Sie sie; manche Anbieter wollen ein App-Passwort oder OAuth2.',
  'The certificate of {1} has expired: use the name that stands in it, or have it renewed.':
    'Das Zertifikat von {1} ist abgelaufen: Nehmen Sie den Namen, der darin steht, oder lassen Sie es erneuern.',
  'The certificate of {1} is signed by itself alone: use the name that stands in it, or have it renewed.':
    'Das Zertifikat von {1} ist nur von sich selbst unterschrieben: Nehmen Sie den Namen, der darin steht, oder lassen Sie es erneuern.',
  'The certificate of {1} is signed by an authority that nobody knows: use the name that stands in it, or have it renewed.':
    'Das Zertifikat von {1} ist von einer Stelle unterschrieben, die niemand kennt: Nehmen Sie den Namen, der darin steht, oder lassen Sie es erneuern.',
  'The certificate of {1} comes without the ones between it and its authority: use the name that stands in it, or have it renewed.':
    'Das Zertifikat von {1} kommt ohne die zwischen ihm und seiner Stelle: Nehmen Sie den Namen, der darin steht, oder lassen Sie es erneuern.',
  'The certificate of {1} is for another host name: use the name that stands in it, or have it renewed.':
    'Das Zertifikat von {1} ist für einen anderen Namen: Nehmen Sie den Namen, der darin steht, oder lassen Sie es erneuern.',
  '{1} does not begin with TLS: choose STARTTLS (usual on port 143), or port 993 for TLS.':
    '{1} beginnt nicht mit TLS: Wählen Sie STARTTLS (üblich auf Port 143) oder Port 993 für TLS.',
  '{1} offers no STARTTLS: choose TLS (usual on port 993), or none on a trusted network.':
    '{1} bietet kein STARTTLS: Wählen Sie TLS (üblich auf Port 993), oder keines in einem vertrauten Netz.',
  '{1} takes the connection but does not greet: it may expect TLS at once, choose TLS.':
    '{1} nimmt die Verbindung an, grüßt aber nicht: Vielleicht erwartet er gleich TLS, wählen Sie TLS.',
  'TLS with {1} fails ({2}): choose the mode that its provider names.':
    'TLS mit {1} scheitert ({2}): Wählen Sie, was der Anbieter nennt.',
  'There is no host {1}: correct its name.': 'Einen Server {1} gibt es nicht: Berichtigen Sie den Namen.',
  'The name {1} cannot be looked up just now: the name server does not answer.':
    'Der Name {1} lässt sich gerade nicht nachschlagen: Der Nameserver antwortet nicht.',
  'Nothing listens on {1}: correct the port (usual is {2}), or start the server.':
    'Auf {1} lauscht nichts: Berichtigen Sie den Port (üblich ist {2}) oder starten Sie den Server.',
  '{1} does not answer: correct host and port, or let the desk through the firewall.':
    '{1} antwortet nicht: Berichtigen Sie Server und Port, oder lassen Sie das Programm durch die Firewall.',
  'The connection to the server broke: it is built anew.':
    'Die Verbindung zum Server brach ab: Sie wird neu aufgebaut.',
  'The server answers with an error: {1}': 'Der Server antwortet mit einem Fehler: {1}',
  'Its time was over when the desk could have started it. Resume it if it still holds.':
    'Ihre Zeit war vorbei, als sie hätte starten können. Setzen Sie sie fort, wenn sie noch gilt.',
  'More than 5 % of the addresses do not exist: look at where they come from.':
    'Mehr als 5 % der Adressen gibt es nicht: Sehen Sie nach, woher sie kommen.',
  'More than 0.3 % complained: look at whom it goes to.':
    'Mehr als 0,3 % haben sich beschwert: Sehen Sie nach, an wen sie geht.',
  'More than 2 % were refused because of who sends them: look at the answers, and at SPF, DKIM and DMARC.':
    'Mehr als 2 % wurden des Absenders wegen abgewiesen: Sehen Sie sich die Antworten an, und SPF, DKIM und DMARC.',
  'More than {1} letters in a row could not be made: {2}':
    'Mehr als {1} Briefe nacheinander ließen sich nicht schreiben: {2}',
  'There is no value for {1}.': 'Für {1} gibt es keinen Wert.',
  'A certificate of “{1}” may be worth {2} at most.': 'Ein Gutschein von „{1}“ darf höchstens {2} wert sein.',
  'The budget of “{1}” has {2} left, and {3} are needed.': 'Im Budget von „{1}“ sind noch {2}, gebraucht werden {3}.',
  'its letter did not go': 'sein Brief ging nicht hinaus',
  'it takes too long': 'es dauert zu lange',
  'it cannot be reached ({1})': 'es ist nicht erreichbar ({1})',
  'it leads nowhere': 'es führt nirgendwohin',
  'it leads from one address to the next too often': 'es führt zu oft von einer Adresse zur nächsten',
  'it is no web address': 'es ist keine Webadresse',
  'it carries a user name': 'es enthält einen Benutzernamen',
  'it is not on the public web': 'es liegt nicht im öffentlichen Web',
  'it is larger than {1} MB': 'es ist größer als {1} MB',
  'came before: the rows of an order must be one below the other':
    'kam schon vor: Die Zeilen einer Bestellung müssen untereinander stehen',
  'has a total that is no sum': 'hat eine Summe, die kein Betrag ist',
  'has a value that cannot be stored': 'hat einen Wert, der sich nicht speichern lässt',
  'is empty': 'ist leer',
  'is empty, and so are its stand-ins': 'ist leer, und seine Vertreter auch',
  'is empty, and there is no address either': 'ist leer, und eine Adresse gibt es auch nicht',
  'is no CSV': 'ist kein CSV',
  'is no e-mail address': 'ist keine E-Mail-Adresse',
  'is no product that we were told of': 'ist kein gemeldetes Produkt',
  'is no time that can be read: look at the order of dates':
    'ist keine lesbare Zeit: Prüfen Sie die Reihenfolge der Daten',
  'is no user that we have an address of': 'ist kein Benutzer, dessen Adresse bekannt ist',
  'is no user that we were told of': 'ist kein gemeldeter Benutzer',
  'is no whole number': 'ist keine ganze Zahl',
  'is too large': 'ist zu groß',
  'must be an ISO 4217 code like EUR': 'muss ein Code nach ISO 4217 wie EUR sein',
  'must name a product or a category, and not both': 'muss ein Produkt oder eine Kategorie nennen, nicht beides',
  'opens a quote that is never closed, or is far too long: nothing below it could be read':
    'öffnet ein Anführungszeichen, das nie schließt, oder ist viel zu lang: Nichts darunter war lesbar',
  'opens a quote that is never closed: nothing below it could be read':
    'öffnet ein Anführungszeichen, das nie schließt: Nichts darunter war lesbar',
  'was not taken: the mailing list is gone': 'wurde nicht übernommen: Den Verteiler gibt es nicht mehr',
  'has {1} cells where the head has {2}': 'hat {1} Zellen, der Kopf aber {2}',
  'is longer than {1} characters': 'ist länger als {1} Zeichen',
  'is no sum in {1}': 'ist kein Betrag in {1}',
  'is no sum with at most {1} decimals: look at the decimal mark':
    'ist kein Betrag mit höchstens {1} Nachkommastellen: Prüfen Sie das Dezimalzeichen',
  'is one line too many: an order has at most {1}': 'ist eine Zeile zu viel: Eine Bestellung hat höchstens {1}',
  'the server does not list the messages of the folder': 'der Server listet die Nachrichten des Ordners nicht auf',
  'More than 1 % of the letters could not be made: {1}': 'Mehr als 1 % der Briefe ließen sich nicht schreiben: {1}',
  '{1} leads to an address that is no mail server’s: write the name of the relay.':
    '{1} führt zu einer Adresse, die keinem Mailserver gehört: Schreiben Sie den Namen des Relays.',
  'A part of “{1}” was refused after its check.': 'Ein Teil von „{1}“ wurde nach der Prüfung abgewiesen.',
  'Issue {1} was merged into {2}: name that one.': 'Vorgang {1} wurde mit {2} zusammengeführt: Nennen Sie jenen.',
  'no reason given': 'kein Grund genannt',
  'its answer is too long': 'die Antwort ist zu lang',
  'Paused by hand.': 'Von Hand angehalten.',
}
