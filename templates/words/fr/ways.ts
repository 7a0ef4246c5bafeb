import type { waysWords as en } from '../en-ways.ts'

/** The ways in: second step, links, the identity provider, in French. */
export const waysWords: typeof en = {
  ways: {
    secondTitle: 'Seconde étape',
    secondLead: 'Saisissez le code',
    secondHint:
      'Les six chiffres que votre application d’authentification montre maintenant, ou un de vos codes de secours.',
    code: 'Code',
    secondSubmit: 'Continuer',
    secondProblems: {
      'wrong code':
        'Ce code n’est pas juste. Les codes changent toutes les 30 secondes : prenez celui affiché maintenant.',
      again: 'Cela a pris trop de temps, ou trop de codes étaient faux. Reconnectez-vous avec votre mot de passe.',
      locked:
        'Trop de codes faux pour ce compte. Attendez 15 minutes ; un administrateur peut désactiver la seconde étape.',
      'slow down': 'Trop d’essais depuis votre réseau. Attendez une minute, puis réessayez.',
    },
    startOver: 'Se reconnecter',
    forgot: 'Mot de passe oublié ?',
    forgotTitle: 'Un nouveau mot de passe',
    forgotLead: 'Définissez un nouveau mot de passe',
    forgotHint: 'Nous envoyons à l’adresse de votre compte un lien à usage unique, valable 24 heures.',
    forgotSubmit: 'M’envoyer un lien',
    forgotSent:
      'S’il y a un compte actif à cette adresse, un lien y est en route. Il sert une fois, pendant 24 heures.',
    forgotNoRelay:
      'Ce service n’envoie pas encore d’e-mails, il ne peut donc pas vous envoyer de lien. Demandez à un administrateur : la page de l’équipe en crée un.',
    forgotMany: 'Trop d’essais depuis votre réseau. Attendez un quart d’heure, puis réessayez.',
    or: 'ou',
    by: (provider: string) => `Se connecter avec ${provider}`,
    providerTitle: 'Non connecté',
    providerProblems: {
      unknown: 'Le fournisseur vous connaît, ce service non : demandez une invitation à un administrateur.',
      'foreign domain':
        'Les adresses de votre domaine ne peuvent pas se connecter ici. Prenez celle de votre travail, ou demandez à un administrateur.',
      unverified:
        'Le fournisseur n’a pas dit que votre adresse est vérifiée, elle ne prouve donc rien ici. Demandez à un administrateur.',
      deactivated: 'Ce compte est désactivé. Un administrateur peut le réactiver.',
      away: 'Le fournisseur d’identité est injoignable pour l’instant. Réessayez, ou connectez-vous avec votre mot de passe.',
      'slow down': 'Trop d’essais depuis votre réseau. Attendez une minute, puis réessayez.',
      failed: 'Le fournisseur d’identité ne s’est pas porté garant de vous, ou cela a pris trop de temps. Réessayez.',
    },
    joinTitle: 'Rejoindre le service',
    joinLead: (email: string) => `Un compte pour ${email}`,
    joinHint: 'Choisissez un mot de passe. Ce lien ne sert qu’une fois.',
    joinSubmit: 'Créer le compte et se connecter',
    resetTitle: 'Un nouveau mot de passe',
    resetHint: 'Tous vos appareils sont déconnectés, puis vous vous reconnectez. Ce lien ne sert qu’une fois.',
    resetSubmit: 'Définir le mot de passe',
    newPassword: 'Nouveau mot de passe',
    dead: 'Ce lien n’est plus valable',
    deadText:
      'Il est utilisé, trop ancien, ou n’est pas des nôtres. Demandez-en un autre à un administrateur, ou connectez-vous si vous avez un compte.',
    faults: {
      name: 'Écrivez votre nom.',
      short: 'Prenez 10 caractères ou plus ; quelques mots sans rapport sont le mieux.',
      long: 'Prenez 128 caractères au plus.',
      known: 'C’est l’un des mots de passe que l’on essaie d’abord. Prenez plutôt quelques mots sans rapport.',
    },
    mail: {
      inviteSubject: (desk: string) => `Votre compte au service client de ${desk}`,
      invite: (link: string) =>
        `Vous êtes invité au service client. Ouvrez ce lien pour choisir un mot de passe ; il sert une fois, pendant 72 heures :\n\n${link}\n`,
      resetSubject: (desk: string) => `Un nouveau mot de passe pour le service client de ${desk}`,
      reset: (link: string) =>
        `Ouvrez ce lien pour définir un nouveau mot de passe ; il sert une fois, pendant 24 heures :\n\n${link}\n\nSi vous ne l’avez pas demandé, ignorez-le : votre mot de passe reste tel quel.\n`,
    },
  },
}
