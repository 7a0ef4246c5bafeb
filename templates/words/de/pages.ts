import type { pagesWords as en } from '../en-pages.ts'

/** The other pages, in German. */
export const pagesWords: typeof en = {
  signIn: {
    title: 'Anmelden',
    lead: 'Beim Kundendienst anmelden',
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    submit: 'Anmelden',
    noAdmin: 'Noch hat niemand ein Konto. Öffnen Sie den einmaligen Link, den Antfarm beim Start ausgegeben hat.',
    problems: {
      wrong:
        'Adresse und Passwort passen nicht zusammen. Prüfen Sie beide; ein Administrator kann ein neues Passwort setzen.',
      deactivated: 'Dieses Konto ist abgeschaltet. Ein Administrator kann es wieder einschalten.',
      'slow down': 'Zu viele Versuche aus Ihrem Netz. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    },
  },
  welcome: {
    title: 'Willkommen',
    lead: 'Legen Sie das erste Konto an',
    hint: 'Es ist ein Administratorkonto: Es darf alles. Dieser Link gilt einmal.',
    name: 'Ihr Name',
    nameHint: 'So sehen ihn Kollegen; Kunden lesen ihn, wo eine Signatur oder ein Text Sie nennt.',
    passwordHint: 'Mindestens 10 Zeichen; am besten ein paar Wörter ohne Zusammenhang.',
    submit: 'Konto anlegen und anmelden',
    dead: 'Dieser Link gilt nicht mehr',
    deadText:
      'Er ist benutzt, älter als 24 Stunden oder keiner von uns. Starten Sie Antfarm neu für einen frischen Link, oder melden Sie sich an, wenn Sie ein Konto haben.',
    faults: {
      name: 'Bitte schreiben Sie Ihren Namen.',
      email: 'Bitte schreiben Sie eine Adresse wie ana@shop.example.',
      password: 'Bitte nehmen Sie 10 bis 128 Zeichen und keines der Passwörter, die jeder zuerst probiert.',
      taken: 'Mit dieser Adresse gibt es ein Konto: Bitte melden Sie sich an.',
    },
  },
  letters: {
    title: 'Briefe',
    trouble: 'Gescheiterte Briefe',
    to: 'An',
    by: 'Von',
    state: 'Stand',
    subject: 'Betreff',
    retry: 'Noch einmal versuchen',
    dismiss: 'Ausblenden',
    cancel: 'Nicht senden',
    empty: 'Kein Brief ist gestört.',
    emptyAll: 'Noch wurde kein Brief geschrieben.',
    more: 'Ältere Briefe',
    noRelay:
      'Briefe werden aufbewahrt, nicht verschickt: Fügen Sie unter Einstellungen, Relays eines hinzu; dann gehen sie hinaus.',
    failedBanner: (n) =>
      n === 1 ? 'Einer Ihrer Briefe wurde nicht zugestellt.' : `${n} Ihrer Briefe wurden nicht zugestellt.`,
    failedLink: 'Zeigen',
    stopped:
      'Der Versand ruht: Dies ist eine Kopie eines anderen Systems. Ist es das echte, führen Sie „npm run -s antfarm -- take-over“ aus.',
  },
  people: {
    title: 'Personen',
    search: 'Name, Adresse oder Telefon',
    find: 'Suchen',
    empty: 'Niemand passt. Wer Ihnen schreibt, erscheint hier von selbst.',
    more: 'Weitere Personen',
    name: 'Voller Name',
    firstNames: 'Vornamen',
    lastName: 'Nachname',
    phone: 'Telefon',
    postalCode: 'Postleitzahl',
    other: 'Anderes',
    otherHint: 'Alles andere, woran man diese Person wiedererkennt.',
    emails: 'E-Mail-Adressen',
    noEmail: 'Keine Adresse bekannt.',
    save: 'Speichern',
    edit: 'Was wir wissen',
    issues: 'Vorgänge',
    history: 'Verlauf',
    noHistory: 'Noch wurde nichts gesagt.',
    since: 'Bekannt seit',
    whole: (id) => `Kunde ${id}`,
    moreHistory: 'Älterer Verlauf',
  },
  refusals: {
    foreign: {
      title: 'Das kam von einer anderen Seite',
      text: 'Änderungen werden nur von den eigenen Seiten angenommen. Öffnen Sie den Kundendienst in diesem Browser und versuchen Sie es noch einmal; hinter einem Proxy muss PUBLIC_URL die Adresse in der Adresszeile sein.',
    },
    role: {
      title: 'Ihre Rolle darf das nicht',
      text: 'Bitten Sie einen Administrator, Ihre Rolle zu ändern, oder einen Kollegen, es zu tun.',
    },
    missing: {
      title: 'Hier ist nichts',
      text: 'Der Link ist vielleicht alt oder vertippt, oder die Sache wurde gelöscht.',
    },
    'too large': {
      title: 'Das ist zu groß',
      text: 'Schicken Sie weniger auf einmal. Ihre Eingabe steht noch auf der vorigen Seite: Gehen Sie zurück.',
    },
    'bad input': {
      title: 'Etwas daran stimmte nicht',
      text: 'Gehen Sie zurück, prüfen Sie Ihre Eingabe und schicken Sie sie noch einmal.',
    },
    gone: { title: 'Das ist fort', text: 'Es wurde gelöscht oder ist beendet.' },
    failure: {
      title: 'Bei uns ist etwas schiefgegangen',
      text: 'Ihre Eingabe ist nicht verloren: Gehen Sie zurück und versuchen Sie es noch einmal. Bleibt es so, nennt das Protokoll die Ursache neben dieser Nummer:',
    },
    home: 'Zurück zum Kundendienst',
  },
}
