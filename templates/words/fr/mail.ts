import type { mailWords as en } from '../en-mail.ts'

/** The ledger of mail that came in, in French. */
export const mailWords: typeof en = {
  mail: {
    title: 'E-mails reçus',
    held: 'E-mails retenus',
    heldHint: 'Ce qui n’a pas pu être classé de soi-même. Rien n’est perdu : lisez pourquoi, regardez, et classez.',
    failed: 'E-mails en échec',
    failedHint:
      'Le classement a échoué sur ces e-mails. Chacun est gardé tel qu’arrivé ; la raison dit ce qui a échoué.',
    from: 'De',
    to: 'À',
    states: { kept: 'En attente', filed: 'Classé', held: 'Retenu', failed: 'En échec' },
    automatic: 'Automatique',
    copy: 'Copie',
    source: 'Télécharger tel qu’arrivé',
    view: 'Regarder',
    release: 'Classer',
    releaseNew: 'Classer en nouvelle demande',
    refile: 'Réessayer',
    reread: 'Relire',
    block: 'Bloquer cet expéditeur',
    empty: 'Aucun e-mail n’est retenu.',
    emptyAll: 'Aucun e-mail n’est encore arrivé.',
    emptyFilter: 'Aucun e-mail ne répond à ces filtres.',
    more: 'E-mails plus anciens',
    nobody: '(expéditeur vide)',
    rawTitle: 'L’e-mail tel qu’arrivé',
    rawHint: (shown: string, size: string) =>
      `Voici les premiers ${shown} sur ${size} ; le téléchargement a chaque octet.`,
    headers: 'En-têtes',
    body: 'Texte',
    noBody: 'Il n’y a rien sous ses en-têtes.',
    envelope: {
      title: 'Comment il est arrivé',
      mailFrom: 'Expéditeur d’enveloppe',
      recipient: 'Destinataire d’enveloppe',
      mailbox: 'Boîte',
      source: 'Voie',
      helo: 'Salutation',
      clientIp: 'Depuis l’adresse',
      tls: 'Chiffré',
      size: 'Taille',
      received: 'Reçu',
      noticed: 'Remarqué',
      issues: 'Demandes',
      yes: 'oui',
      no: 'non',
    },
    sources: { smtp: 'SMTP', imap: 'IMAP', import: 'Importation', api: 'API' },
    numbers: {
      label: 'Le registre',
      periods: { 1: 'Aujourd’hui', 7: '7 jours', 30: '30 jours' },
      received: 'Reçus',
      kept: 'En attente',
      missing: 'Manquants',
      automaticOf: (n: string) => (n === '0' || n === '1' ? `${n} automatique` : `${n} automatiques`),
      utc: 'Les jours sont ceux de la réception, en UTC.',
      noLag: 'Aucun e-mail n’attend.',
      lag: 'Le plus ancien en attente est arrivé',
      recount: (received: string, took: string) =>
        received === '1'
          ? `Chaque e-mail a été recompté : 1 e-mail en ${took} s,`
          : `Chaque e-mail a été recompté : ${received} e-mails en ${took} s,`,
      none: '0 manquant',
      some: (n: string, ids: string) =>
        n === '1'
          ? `1 manquant (e-mail ${ids}) : restaurez-le d’une sauvegarde, ou demandez de l’aide.`
          : `${n} manquants (e-mails ${ids}) : restaurez-les d’une sauvegarde, ou demandez de l’aide.`,
      never: 'Chaque nuit, chaque e-mail est recompté et recherché ; la première nuit est encore à venir.',
      mailbox: 'Boîte',
      source: 'Voie',
    },
    older: {
      some: (n: string) =>
        n === '1'
          ? '1 e-mail de l’historique a été lu par un analyseur plus ancien.'
          : `${n} e-mails de l’historique ont été lus par un analyseur plus ancien.`,
      button: 'Les relire',
      confirm:
        'Leurs mots, replis et pièces jointes sont refaits d’après leurs octets ; demandes, liens et annulations restent.',
      running: (done: string) => `Relecture des e-mails : ${done} pour l’instant. Vous pouvez quitter cette page.`,
      done: (done: string, unreadable: string) => `E-mails relus : ${done} ; laissés tels quels : ${unreadable}.`,
    },
    failedLine: (n: string) =>
      n === '1'
        ? '1 n’a pas pu être classé. Lisez la raison ; une fois la cause réparée, appuyez sur « Réessayer ».'
        : `${n} n’ont pas pu être classés. Lisez la raison ; une fois la cause réparée, appuyez sur « Réessayer ».`,
    failedLink: 'Afficher les e-mails en échec',
    filter: {
      label: 'Filtres',
      state: 'État',
      mailbox: 'Boîte',
      kind: 'Écrit par',
      any: 'Tous',
      person: 'Une personne',
      program: 'Un programme',
      apply: 'Afficher',
    },
    many: {
      choose: (what: string) => `Choisir ${what}`,
      button: 'Classer les choisis…',
      hint: 'Choisissez des e-mails par leurs cases ; la page suivante demande encore une fois.',
      title: 'Classer ces e-mails ?',
      none: 'Aucun d’eux n’est plus retenu. Revenez et choisissez de nouveau.',
      reasons: 'Pourquoi ils étaient retenus',
      to: 'Où les mettre',
      toIssue: 'Dans la demande à laquelle chacun répond, sinon une nouvelle',
      toNew: 'Chacun en nouvelle demande',
      confirm: (n: number) => (n === 1 ? 'Classer 1 e-mail' : `Classer ${n} e-mails`),
      back: 'Retour',
    },
  },
}
