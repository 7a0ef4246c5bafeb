import type { pagesWords as en } from '../en-pages.ts'

/** The other pages, in French. */
export const pagesWords: typeof en = {
  signIn: {
    title: 'Connexion',
    lead: 'Connectez-vous au service',
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    submit: 'Se connecter',
    noAdmin: 'Personne n’a encore de compte. Ouvrez le lien à usage unique qu’Antfarm a affiché à son démarrage.',
    problems: {
      wrong:
        'Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux ; un administrateur peut donner un nouveau mot de passe.',
      deactivated: 'Ce compte est désactivé. Un administrateur peut le réactiver.',
      'slow down': 'Trop d’essais depuis votre réseau. Attendez une minute, puis réessayez.',
    },
  },
  welcome: {
    title: 'Bienvenue',
    lead: 'Créez le premier compte',
    hint: 'C’est un compte d’administrateur : il peut tout faire. Ce lien ne sert qu’une fois.',
    name: 'Votre nom',
    nameHint: 'Tel que vos collègues le voient ; les clients le lisent si une signature ou un texte vous nomme.',
    passwordHint: 'Au moins 10 caractères ; quelques mots sans rapport sont le mieux.',
    submit: 'Créer le compte et se connecter',
    dead: 'Ce lien n’est plus valable',
    deadText:
      'Il est utilisé, vieux de plus de 24 heures ou n’est pas des nôtres. Redémarrez Antfarm pour un nouveau lien, ou connectez-vous si vous avez un compte.',
    faults: {
      name: 'Écrivez votre nom.',
      email: 'Écrivez une adresse comme ana@shop.example.',
      password: 'Prenez de 10 à 128 caractères, et aucun des mots de passe que chacun essaie d’abord.',
      taken: 'Il y a un compte à cette adresse : connectez-vous plutôt.',
    },
  },
  letters: {
    title: 'Lettres',
    trouble: 'Lettres en échec',
    to: 'À',
    by: 'Par',
    state: 'État',
    subject: 'Objet',
    retry: 'Réessayer',
    dismiss: 'Écarter',
    cancel: 'Ne pas envoyer',
    empty: 'Aucune lettre n’est en difficulté.',
    emptyAll: 'Aucune lettre n’a encore été écrite.',
    more: 'Lettres plus anciennes',
    noRelay:
      'Les lettres sont gardées, pas envoyées : ajoutez un relais dans Réglages, Relais ; elles partiront alors.',
    failedBanner: (n: number) =>
      n === 1 ? 'Une de vos lettres n’a pas été remise.' : `${n} de vos lettres n’ont pas été remises.`,
    failedLink: 'Afficher',
    stopped:
      'L’envoi est arrêté : ce service est la copie d’un autre. Si c’est le vrai, exécutez "npm run -s antfarm -- take-over".',
  },
  people: {
    title: 'Personnes',
    search: 'Nom, adresse ou téléphone',
    find: 'Chercher',
    empty: 'Personne ne convient. Tous ceux qui vous écrivent apparaissent ici d’eux-mêmes.',
    more: 'Plus de personnes',
    name: 'Nom',
    firstNames: 'Prénoms',
    lastName: 'Nom de famille',
    phone: 'Téléphone',
    postalCode: 'Code postal',
    other: 'Autre',
    otherHint: 'Tout ce qui aide à reconnaître cette personne.',
    emails: 'Adresses e-mail',
    noEmail: 'Aucune adresse n’est connue.',
    save: 'Enregistrer',
    edit: 'Ce que nous savons',
    issues: 'Demandes',
    history: 'Historique',
    noHistory: 'Rien n’a encore été dit.',
    since: 'Premier contact',
    whole: (id: number) => `Personne ${id}`,
    moreHistory: 'Historique plus ancien',
  },
  refusals: {
    foreign: {
      title: 'Ceci vient d’une autre page',
      text: 'Le service n’accepte de modifications que de ses propres pages. Ouvrez-le dans ce navigateur et réessayez ; derrière un proxy, PUBLIC_URL doit être l’adresse de la barre d’adresse.',
    },
    role: {
      title: 'Votre rôle ne le permet pas',
      text: 'Demandez à un administrateur de changer votre rôle, ou à un collègue de le faire.',
    },
    missing: {
      title: 'Il n’y a rien ici',
      text: 'Le lien est peut-être ancien ou mal tapé, ou la chose a été supprimée.',
    },
    'too large': {
      title: 'C’est trop grand',
      text: 'Envoyez-en moins à la fois. Ce que vous avez tapé est encore sur la page d’avant : revenez-y.',
    },
    'bad input': {
      title: 'Quelque chose n’allait pas là-dedans',
      text: 'Revenez, vérifiez ce qui a été rempli, et renvoyez.',
    },
    gone: { title: 'Ce n’est plus là', text: 'Cela a été effacé ou a pris fin.' },
    failure: {
      title: 'Quelque chose s’est cassé chez nous',
      text: 'Rien de ce que vous avez tapé n’est perdu : revenez et réessayez. Si cela persiste, le journal du service nomme la cause à côté de ce numéro :',
    },
    home: 'Retour au service',
  },
}
