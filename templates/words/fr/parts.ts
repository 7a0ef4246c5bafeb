import type { partsWords as en } from '../en-parts.ts'

/** What a mail is beside its words, and mails within mails, in French. */
export const partsWords: typeof en = {
  marks: {
    signed: {
      smime: 'Signé (S/MIME), non vérifié : la signature est gardée, personne ici ne l’a contrôlée.',
      pgp: 'Signé (PGP), non vérifié : la signature est gardée, personne ici ne l’a contrôlée.',
    },
    encrypted: {
      smime:
        'Chiffré (S/MIME) : illisible ici. Téléchargez-le tel qu’arrivé pour l’ouvrir dans une messagerie qui a la clé.',
      pgp: 'Chiffré (PGP) : illisible ici. Téléchargez-le tel qu’arrivé pour l’ouvrir dans une messagerie qui a la clé.',
    },
    bareLineEnds:
      'Il est arrivé avec des fins de ligne défectueuses, comme en écrivent de vieux programmes et des faussaires. Ses octets sont gardés tels quels.',
    unpacked: (n: number) =>
      n === 1 ? 'Un fichier a été extrait de son winmail.dat.' : `${n} fichiers ont été extraits de son winmail.dat.`,
    invitation: 'Invitation',
    untitled: '(sans titre)',
    methods: (method: string) =>
      ({
        REQUEST: 'Invitation',
        CANCEL: 'Annulée',
        REPLY: 'Réponse à une invitation',
        COUNTER: 'Autre date proposée',
        PUBLISH: 'Rendez-vous',
      })[method] ?? 'Agenda',
    starts: 'Début',
    ends: 'Fin',
    place: 'Lieu',
    organiser: 'Organisateur',
    uid: 'UID',
    noZone: '(sans fuseau horaire)',
    notAnswered: 'Le service ne répond à aucune invitation de lui-même ; le fichier est ci-dessous.',
  },
  pictures: {
    show: 'Afficher les images distantes',
    hint: 'Le service les charge une fois ; l’expéditeur apprend que quelqu’un a ouvert l’e-mail, mais pas qui.',
  },
  message: {
    back: 'Retour à la conversation',
    open: (name: string) => `Lire ${name}`,
    unproved: 'Cet e-mail est arrivé comme fichier dans un autre. Celui qui l’a joint l’a peut-être écrit en entier.',
    trouble: (why: string) => `Il n’a pas pu être lu en entier : ${why}.`,
  },
}
