import type { waysWords as en } from '../en-ways.ts'

/** The ways in: second step, links, the identity provider, in German. */
export const waysWords: typeof en = {
  ways: {
    secondTitle: 'Zweiter Schritt',
    secondLead: 'Code eingeben',
    secondHint: 'Die sechs Ziffern, die Ihre Authenticator-App jetzt zeigt, oder einer Ihrer Ersatzcodes.',
    code: 'Code',
    secondSubmit: 'Weiter',
    secondProblems: {
      'wrong code': 'Dieser Code stimmt nicht. Codes wechseln alle 30 Sekunden: Nehmen Sie den jetzt gezeigten.',
      again: 'Das dauerte zu lange, oder zu viele Codes waren falsch. Melden Sie sich noch einmal mit dem Passwort an.',
      locked:
        'Zu viele falsche Codes für dieses Konto. Warten Sie 15 Minuten; ein Administrator kann den zweiten Schritt ausschalten.',
      'slow down': 'Zu viele Versuche aus Ihrem Netz. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    },
    startOver: 'Noch einmal anmelden',
    forgot: 'Passwort vergessen?',
    forgotTitle: 'Ein neues Passwort',
    forgotLead: 'Neues Passwort setzen',
    forgotHint: 'Wir schicken einen Link, der 24 Stunden lang einmal gilt, an die Adresse Ihres Kontos.',
    forgotSubmit: 'Link schicken',
    forgotSent:
      'Gibt es ein aktives Konto mit dieser Adresse, ist ein Link dorthin unterwegs. Er gilt einmal, 24 Stunden lang.',
    forgotNoRelay:
      'Hier wird noch keine E-Mail verschickt, also auch kein Link. Bitten Sie einen Administrator: Die Seite der Mitarbeiter macht einen.',
    forgotMany: 'Zu viele Versuche aus Ihrem Netz. Warten Sie eine Viertelstunde und versuchen Sie es noch einmal.',
    or: 'oder',
    by: (provider) => `Mit ${provider} anmelden`,
    providerTitle: 'Nicht angemeldet',
    providerProblems: {
      unknown: 'Der Anbieter kennt Sie, dieser Kundendienst nicht: Bitten Sie einen Administrator um eine Einladung.',
      'foreign domain':
        'Adressen Ihrer Domain dürfen sich hier nicht anmelden. Nehmen Sie Ihre dienstliche Adresse oder fragen Sie einen Administrator.',
      unverified:
        'Der Anbieter nannte Ihre Adresse nicht bestätigt, hier belegt sie also nichts. Fragen Sie einen Administrator.',
      deactivated: 'Dieses Konto ist abgeschaltet. Ein Administrator kann es wieder einschalten.',
      away: 'Der Identitätsanbieter ist gerade nicht erreichbar. Versuchen Sie es noch einmal oder melden Sie sich mit dem Passwort an.',
      'slow down': 'Zu viele Versuche aus Ihrem Netz. Warten Sie eine Minute und versuchen Sie es noch einmal.',
      failed:
        'Der Identitätsanbieter hat nicht für Sie gebürgt, oder es dauerte zu lange. Versuchen Sie es noch einmal.',
    },
    joinTitle: 'Dem Kundendienst beitreten',
    joinLead: (email) => `Ein Konto für ${email}`,
    joinHint: 'Wählen Sie ein Passwort. Dieser Link gilt einmal.',
    joinSubmit: 'Konto anlegen und anmelden',
    resetTitle: 'Ein neues Passwort',
    resetHint: 'Alle Ihre Geräte werden abgemeldet, dann melden Sie sich neu an. Dieser Link gilt einmal.',
    resetSubmit: 'Passwort setzen',
    newPassword: 'Neues Passwort',
    dead: 'Dieser Link gilt nicht mehr',
    deadText:
      'Er ist benutzt, zu alt oder keiner von uns. Bitten Sie einen Administrator um einen neuen, oder melden Sie sich an, wenn Sie ein Konto haben.',
    faults: {
      name: 'Bitte schreiben Sie Ihren Namen.',
      short: 'Bitte nehmen Sie mindestens 10 Zeichen; am besten ein paar Wörter ohne Zusammenhang.',
      long: 'Bitte nehmen Sie höchstens 128 Zeichen.',
      known: 'Das gehört zu den Passwörtern, die zuerst probiert werden. Nehmen Sie ein paar Wörter ohne Zusammenhang.',
    },
    mail: {
      inviteSubject: (desk) => `Ihr Konto beim Kundendienst von ${desk}`,
      invite: (link) =>
        `Sie sind zum Kundendienst eingeladen. Öffnen Sie diesen Link, um ein Passwort zu wählen; er gilt einmal, 72 Stunden lang:\n\n${link}\n`,
      resetSubject: (desk) => `Ein neues Passwort für den Kundendienst von ${desk}`,
      reset: (link) =>
        `Öffnen Sie diesen Link, um ein neues Passwort zu setzen; er gilt einmal, 24 Stunden lang:\n\n${link}\n\nHaben Sie nicht darum gebeten, lassen Sie ihn: Ihr Passwort bleibt, wie es ist.\n`,
    },
  },
}
