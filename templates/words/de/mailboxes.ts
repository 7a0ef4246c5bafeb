import type { mailboxesWords as en } from '../en-mailboxes.ts'

/** The settings page of mailboxes, in German. */
export const mailboxesWords: typeof en = {
  mailboxes: {
    title: 'Postfächer',
    lead: 'Die Adressen, an die Kunden schreiben, und wie ihre E-Mails hierher kommen.',
    add: 'Postfach hinzufügen',
    newTitle: 'Neues Postfach',
    back: 'Alle Postfächer',
    open: 'Einstellungen',
    bySmtp: 'Eigenes SMTP',
    notBySmtp: 'Nicht über SMTP',
    byImap: (host) => `IMAP von ${host}`,
    types: 'Arten',
    states: {
      new: 'Noch nicht erreicht',
      ok: 'Auf dem Laufenden',
      retrying: 'Gestört',
      stopped: 'Angehalten',
      off: 'Abgeschaltet',
      late: 'Im Rückstand',
    },
    lastSuccess: 'Zuletzt ganz durchgesehen',
    never: 'nie',
    lag: 'Rückstand',
    seconds: (n) => (n < 120 ? `${n} s` : n < 7200 ? `${Math.round(n / 60)} Min.` : `${Math.round(n / 3600)} Std.`),
    nextRetry: 'Nächster Versuch',
    lastError: 'Störung',
    waiting: 'Noch nicht abrufbar',
    reconciled: 'Mit dem Server verglichen',
    missing: (mails, missing) =>
      missing === 0
        ? `0 von ${mails} fehlen`
        : missing === 1
          ? `1 von ${mails} fehlt: Sie wird jetzt abgerufen`
          : `${missing} von ${mails} fehlen: Sie werden jetzt abgerufen`,
    notReconciled: 'jede Nacht; noch nicht',
    uidvalidity: (when) =>
      `Der Ordner wurde auf seinem Server neu angelegt (${when}). Er wurde noch einmal ganz gelesen; Bekanntes kam kein zweites Mal herein.`,
    plus: 'Adressen mit +',
    plusYes: 'Kommen an: Antworten auf Briefe finden ihren Vorgang über die Adresse.',
    plusProved: (when) => `Belegt ${when}: Antworten auf Briefe finden ihren Vorgang über die Adresse.`,
    plusNo:
      'Nicht belegt: Antworten gehen an die einfache Adresse und finden ihren Vorgang über die E-Mail, die sie beantworten. „Jetzt prüfen“ belegt es.',
    test: 'Jetzt prüfen',
    testTitle: 'Prüfung',
    testHint:
      'Meldet sich an, sucht den Ordner und schreibt an die Adresse mit +, um zu belegen, dass solches ankommt.',
    testNothing: 'Das eigene SMTP nimmt diese E-Mails an: Schicken Sie zur Prüfung eine an die Adresse.',
    plusResult: {
      'always arrive': 'Adressen mit + kommen immer an: Das eigene SMTP nimmt die E-Mails an.',
      sent: 'Eine Testmail an eine Adresse mit + ist unterwegs. Sobald sie abgerufen ist, steht es hier; sehen Sie in einer Minute nach.',
      'no relay':
        'Ob Adressen mit + ankommen, wurde nicht geprüft: Fügen Sie ein Relay hinzu und prüfen Sie noch einmal.',
    },
    plusRefused: (why) => `Das Relay hat die Testmail an eine Adresse mit + nicht angenommen: ${why}`,
    delete: 'Dieses Postfach löschen',
    deleteHint:
      'Hier kommt dann nichts mehr an. Seine E-Mails und Vorgänge bleiben, und es lässt sich rückgängig machen.',
    save: 'Speichern',
    create: 'Hinzufügen',
    address: 'Adresse',
    addressHint: 'Wohin Kunden schreiben, etwa support@shop.example.',
    name: 'Bezeichnung',
    nameHint: 'Steht als Absender auf den Briefen.',
    defaultTypes: 'Arten neuer Vorgänge',
    defaultTypesHint: 'Durch Kommas getrennt; jeder Vorgang, der hier beginnt, bekommt sie.',
    reopenDays: 'Tage, nach denen eine Antwort einen neuen Vorgang eröffnet',
    reopenDaysHint: 'Eine Antwort auf einen länger geschlossenen Vorgang geht in einem neuen weiter.',
    arrives: 'Wie E-Mails ankommen',
    smtp: 'Das eigene SMTP nimmt sie an',
    smtpHint: 'Ihr Mailserver reicht sie weiter, oder die Adresse zeigt hierher.',
    imap: 'Per IMAP von einem Konto abrufen',
    imapHint: 'Aus einem Postfach bei einem Anbieter. Dort ändert sich nichts, außer Sie sagen es unten.',
    account: 'Konto',
    host: 'Server',
    port: 'Portnummer',
    tls: 'Verschlüsselung',
    tlsModes: {
      tls: 'TLS (üblich, Port 993)',
      starttls: 'STARTTLS (Port 143)',
      none: 'Keine (nur vertraute Netze)',
    },
    user: 'Benutzername',
    auth: 'Anmelden mit',
    auths: {
      password: 'Passwort',
      google: 'Google (OAuth2)',
      microsoft: 'Microsoft (OAuth2)',
      oauth2: 'Anderer Anbieter (OAuth2)',
    },
    password: 'Passwort',
    kept: 'Eines ist gespeichert. Leer lassen, um es zu behalten.',
    sealed: 'Verschlüsselt gespeichert und nie wieder gezeigt.',
    clientId: 'Client-ID',
    clientSecret: 'Client-Geheimnis',
    refreshToken: 'Refresh-Token',
    oauthHint: 'Melden Sie das System beim Anbieter an, erlauben Sie IMAP und tragen Sie ein, was Sie bekommen.',
    tokenUrl: 'Adresse für Token',
    tokenUrlHint: 'Nur wo sie nicht die übliche des Anbieters ist.',
    folder: 'Ordner',
    takeOld: 'Auch abrufen, was schon im Ordner liegt',
    processed: 'Was dort mit abgerufenen E-Mails geschieht',
    processedDeeds: {
      nothing: 'Nichts',
      keyword: 'Sie bekommen das Stichwort $Ingested',
      seen: 'Sie werden als gelesen markiert',
      move: 'Sie ziehen in einen anderen Ordner um',
    },
    moveTo: 'Ordner, in den sie umziehen',
    authserv: 'Vertraute Authentication-Results',
    authservHint:
      'Der Name am Anfang dieser Kopfzeile in E-Mails Ihres Anbieters, etwa mx.google.com. Leer: Absender abgerufener E-Mails gelten als nicht geprüft.',
    faults: (n) => (n === 1 ? 'Ein Feld stimmt noch nicht.' : `${n} Felder stimmen noch nicht.`),
    late: (n) =>
      n === 1
        ? 'Ein Postfach ist mehr als 5 Minuten im Rückstand: Neue E-Mails fehlen hier vielleicht noch.'
        : `${n} Postfächer sind mehr als 5 Minuten im Rückstand: Neue E-Mails fehlen hier vielleicht noch.`,
    lateLink: 'Zeigen, warum',
    menu: 'Postfächer',
  },
}
