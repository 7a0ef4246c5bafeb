import type { Sayings } from '../said-by.ts'

/** What a look at servers, relays and DNS records found, in German. */
export const findings: Sayings = {
  'over TLS': 'über TLS',
  'without TLS: whoever is in between can read along': 'ohne TLS: Wer dazwischen sitzt, kann mitlesen',
  'Signed in at {1} as {2}, {3}.': 'Bei {1} als {2} angemeldet, {3}.',
  'The folder “{1}” is there, with 1 mail.': 'Der Ordner „{1}“ ist da, mit 1 E-Mail.',
  'The folder “{1}” is there, with {2} mails.': 'Der Ordner „{1}“ ist da, mit {2} E-Mails.',
  'The server does not tell of new mail (no IDLE): the desk looks every two minutes.':
    'Der Server meldet neue E-Mails nicht (kein IDLE): Nachgesehen wird alle zwei Minuten.',
  'The server can move no mail: choose another deed for fetched mail.':
    'Der Server kann keine E-Mails verschieben: Wählen Sie etwas anderes für Abgerufenes.',
  'The folder takes no keywords: choose another deed for fetched mail.':
    'Der Ordner nimmt keine Schlüsselwörter: Wählen Sie etwas anderes für Abgerufenes.',
  'There is no folder “{1}”. There are: {2}': 'Einen Ordner „{1}“ gibt es nicht. Es gibt: {2}',
  '“{1}” is not an e-mail address: write name@example.com.':
    '„{1}“ ist keine E-Mail-Adresse: Schreiben Sie name@example.com.',
  'There is no mailbox to send from: add one first.': 'Es gibt kein Postfach zum Senden: Fügen Sie erst eines hinzu.',
  '{1} is at {2}.': '{1} liegt bei {2}.',
  'No address was found for {1} ({2}): check the name.': 'Für {1} fand sich keine Adresse ({2}): Prüfen Sie den Namen.',
  'Connected to {1}, {2}.': 'Mit {1} verbunden, {2}.',
  'Signed in as {1}.': 'Als {1} angemeldet.',
  'The relay took the letter to {1}, signed by DKIM: {2}':
    'Das Relay nahm den Brief an {1}, mit DKIM unterschrieben: {2}',
  'The relay took the letter to {1}, without a signature: {2}':
    'Das Relay nahm den Brief an {1}, ohne Unterschrift: {2}',
  'The name servers did not answer ({1}): try again later.':
    'Die Nameserver antworteten nicht ({1}): Versuchen Sie es später noch einmal.',
  'There is no such record at {1} yet: publish it, then look again.':
    'Bei {1} gibt es diesen Eintrag noch nicht: Veröffentlichen Sie ihn und sehen Sie dann wieder nach.',
  'There are {1} records at {2}: leave only this one.': 'Bei {2} gibt es {1} Einträge: Lassen Sie nur diesen stehen.',
  'The record is for another kind of key: publish this one.':
    'Der Eintrag ist für eine andere Art Schlüssel: Veröffentlichen Sie diesen.',
  'The record holds another key: publish this one whole, some forms cut long values at 255 characters.':
    'Der Eintrag hält einen anderen Schlüssel: Veröffentlichen Sie diesen ganz, manche Formulare kürzen lange Werte bei 255 Zeichen.',
  'There is no SPF record: receivers cannot tell who may send for this domain. A provider’s own “include:” goes before ~all.':
    'Es gibt keinen SPF-Eintrag: Empfänger wissen nicht, wer für diese Domain senden darf. Ein „include:“ des Anbieters steht vor ~all.',
  'There are {1} SPF records, which counts as none: join them into one.':
    'Es gibt {1} SPF-Einträge, was als keiner zählt: Fassen Sie sie zu einem zusammen.',
  'It lets everybody send for this domain: end it in ~all.':
    'Er lässt jeden für diese Domain senden: Lassen Sie ihn auf ~all enden.',
  'There is an SPF record. Make sure that it names your relay, or what your provider tells you to include.':
    'Es gibt einen SPF-Eintrag. Achten Sie darauf, dass er Ihr Relay nennt oder was Ihr Anbieter aufzunehmen bittet.',
  'There is no DMARC record here: large providers want one. Begin with p=none.':
    'Hier gibt es keinen DMARC-Eintrag: Große Anbieter wollen einen. Beginnen Sie mit p=none.',
  'There are several DMARC records, which counts as none: keep one.':
    'Es gibt mehrere DMARC-Einträge, was als keiner zählt: Behalten Sie einen.',
  'It names no policy: write p=none, p=quarantine or p=reject.':
    'Er nennt keine Regel: Schreiben Sie p=none, p=quarantine oder p=reject.',
  'There is a DMARC record; p=none only watches. Once the reports are clean, go on to quarantine.':
    'Es gibt einen DMARC-Eintrag; p=none sieht nur zu. Sind die Berichte sauber, gehen Sie zu quarantine über.',
  'There is a DMARC record with p={1}.': 'Es gibt einen DMARC-Eintrag mit p={1}.',
  'It answered 410 Gone: the other side wants no more.': 'Die Antwort war 410 Gone: Die andere Seite will nichts mehr.',
  'It took nothing for {1} days.': '{1} Tage lang nahm es nichts an.',
}
