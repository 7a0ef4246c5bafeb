import type { startWords as en } from '../en-start.ts'

/** Getting started: first steps, demo data, suggested texts, servers found, import from another helpdesk, in French. */
export const startWords: typeof en = {
  start: {
    title: 'Premiers pas',
    hint: 'Premières étapes, données de démonstration, et ce que contient un autre helpdesk.',
    lead: 'Ce qui fait un service d’une installation vide. Chaque étape montre d’elle-même qu’elle est faite.',
    steps: 'Premières étapes',
    progress: (done: number, all: number) => (done < 2 ? `${done} faite sur ${all}` : `${done} faites sur ${all}`),
    done: 'faite',
    open: 'à faire',
    allDone: 'Tout est fait. Le service est à vous.',
    hide: 'Masquer sur l’accueil',
    show: 'Afficher sur l’accueil',
    more: 'Tous les premiers pas',
    step: {
      mail: {
        name: 'Recevoir un premier e-mail',
        todo: (address: string) => `Écrivez-en un à ${address}, ou laissez envoyer l’e-mail d’essai.`,
        go: 'Par où arrivent les e-mails',
      },
      answer: {
        name: 'Y répondre',
        todo: () => 'Ouvrez la demande, écrivez, envoyez.',
        go: 'Demandes ouvertes',
      },
      mailbox: {
        name: 'Connecter une boîte',
        todo: () => 'Votre adresse d’assistance chez votre fournisseur : ses serveurs se trouvent par l’adresse.',
        go: 'Boîtes e-mail',
      },
      relay: {
        name: 'Dire par où partent les lettres',
        todo: () => 'Sans relais, les lettres sont gardées et pas envoyées.',
        go: 'Relais',
      },
      name: {
        name: 'Nom et signature',
        todo: (address) =>
          `Les lettres partent d’une simple adresse, ${address}, tant que sa boîte n’a pas de nom ; les lignes du bas sont sous Signatures.`,
        go: 'Boîtes e-mail',
      },
      colleague: { name: 'Inviter un collègue', todo: () => 'Par un lien à usage unique.', go: 'Équipe' },
      customers: {
        name: 'Apporter clients et commandes',
        todo: () => 'Par des fichiers CSV de votre boutique, ou par l’API.',
        go: 'Importation de la boutique',
      },
      canned: {
        name: 'Garder trois réponses types',
        todo: (have: string) => `Réponses présentes : ${have}. Un jeu suggéré s’ajoute d’un clic.`,
        go: 'Réponses types',
      },
      spelling: {
        name: 'Choisir les langues de l’orthographe',
        todo: () => 'La première est l’habituelle.',
        go: 'Orthographe',
      },
    },
    flash: {
      hidden: 'Les premières étapes sont masquées.',
      shown: 'Les premières étapes sont de nouveau affichées.',
      canned: (n: number) => (n < 2 ? `${n} réponse type est ajoutée.` : `${n} réponses types sont ajoutées.`),
    },
    demo: {
      title: 'Données de démonstration',
      lead: 'Quelques clients avec des conversations, pour s’exercer. Ils sont clairement inventés, leurs adresses ne mènent nulle part, et vous pouvez les retirer. De qui a reçu une campagne ou un chèque-cadeau, il reste une fiche sans nom.',
      add: 'Ajouter les données de démonstration',
      there: (people: number, issues: number, entries: number) =>
        `Il y a ${people < 2 ? `${people} client` : `${people} clients`} de démonstration, avec ${issues < 2 ? `${issues} demande` : `${issues} demandes`} et ${entries < 2 ? `${entries} contact` : `${entries} contacts`}.`,
      also: 'Ce que vous avez écrit dans ces demandes part aussi. On ne peut pas l’annuler.',
      remove: 'Retirer les données de démonstration',
      sure: 'Tout retirer ?',
      removed: 'Les données de démonstration sont parties.',
      added: 'Les données de démonstration sont là.',
      busy: 'Une lettre de ces demandes est en cours d’envoi : réessayez dans une minute.',
      kept: (issues: number) =>
        issues < 2
          ? 'Une demande est désormais liée à d’autres et ne peut partir : séparez-la ou déliez-la d’abord.'
          : `${issues} demandes sont désormais liées à d’autres et ne peuvent partir : séparez-les ou déliez-les d’abord.`,
    },
    canned: {
      title: 'Réponses types suggérées',
      lead: 'Les textes dont toute boutique a besoin, dans la langue choisie, pour tous. Ceux dont le titre est pris sont laissés de côté.',
      language: 'Langue',
      add: 'Ajouter le jeu suggéré',
      none: 'Elles sont déjà toutes là.',
    },
    found: {
      title: 'Trouver les serveurs',
      lead: 'À partir de l’adresse seule : ce que son domaine dit de lui-même, ce que publie le fournisseur, sinon une bonne supposition.',
      address: 'Adresse e-mail',
      find: 'Chercher',
      none: (domain: string) =>
        `Rien n’est publié pour ${domain} : demandez à votre fournisseur les noms de ses serveurs.`,
      bad: 'Écrivez une adresse comme support@shop.example.',
      imap: 'Les e-mails viennent de',
      smtp: 'Les lettres vont à',
      at: (host: string, port: number, safe: boolean) => `${host}, port ${port}, ${safe ? 'chiffré' : 'non chiffré'}`,
      user: (name: string) => `nom d’utilisateur ${name}`,
      source: {
        srv: 'publié dans le DNS du domaine',
        autoconfig: 'publié par le domaine',
        provider: 'publié par le fournisseur qui prend ses e-mails',
        guess: 'supposé : on sait seulement qu’un serveur de ce nom existe',
      },
      take: 'Les employer pour une boîte',
      byHand: 'Ajouter la boîte à la main',
      takeRelay: 'Les employer pour un relais',
    },
    helpdesk: {
      title: 'Importer d’un autre helpdesk',
      lead: 'Clients, demandes avec leur état et leurs dates, ce qui a été écrit, comme historique. Rien n’est envoyé et personne n’est prévenu. Le même fichier de nouveau n’ajoute que le nouveau.',
      from: 'Ce qui s’exporte',
      zendesk: 'Zendesk : l’exportation JSON des tickets, utilisateurs et commentaires, en un fichier ou plusieurs.',
      freescout:
        'FreeScout : les réponses de son API en JSON (clients, conversations avec leurs fils), ou ses tables en CSV.',
      files: 'Fichiers',
      filesHint: 'Jusqu’à 25 Mo ici. Davantage par la commande : import-helpdesk PATH.',
      mailbox: 'Pour la boîte',
      start: 'Importer',
      none: 'Choisissez d’abord les fichiers.',
      done: (people: string, issues: string, entries: string) =>
        `Nouveaux clients : ${people}, demandes : ${issues}, contacts : ${entries}.`,
      skipped: (n: number, text: string) =>
        n < 2 ? `${text} fiche a été laissée de côté :` : `${text} fiches ont été laissées de côté :`,
    },
  },
}
