import type { proofWords as en } from '../en-proof.ts'

/** Whether a mail is from whom it says: the sentences behind the badge, and the settings that they go by; in French. */
export const proofWords: typeof en = {
  proof: {
    question: 'Est-il authentique ?',
    none: 'Il n’y avait rien à demander : l’e-mail ne porte pas de signature, et il est venu par une voie qui ne dit rien de son expéditeur.',
    reasons: {
      'dmarc-pass': (domain) => `${domain} se porte garant de cet e-mail (DMARC).`,
      'dkim-pass': (domain) => `${domain} a signé cet e-mail de sa propre clé.`,
      'arc-pass': (domain) =>
        `Un intermédiaire de confiance a vu que ${domain} se portait garant de cet e-mail, et l’a scellé (ARC).`,
      'dmarc-fail': (domain) =>
        `${domain} dit que cet e-mail n’est pas de là, et demande de ne pas s’y fier (DMARC). Quelqu’un écrit peut-être en son nom.`,
      'two-authors': () =>
        'Il nomme deux expéditeurs. Les programmes montrent l’un ou l’autre : on ne croit donc aucun des deux.',
      'no-author': () =>
        'Son champ From ne nomme pas d’expéditeur certain : il n’y a donc personne pour s’en porter garant.',
      'policy-none': (domain) =>
        `Rien ne montre que cet e-mail est de ${domain}, mais ce domaine ne fait qu’observer et ne demande pas de s’en méfier (p=none).`,
      forwarded: (domain) =>
        `Il est passé par un de vos intermédiaires, qui casse la preuve de ${domain} : une preuve manquante ne dit donc rien.`,
      'part-signed': (domain) => `${domain} n’a signé que le début de cet e-mail. N’importe qui a pu ajouter le reste.`,
      'no-policy': (domain) => `${domain} ne publie rien qui distingue ses e-mails d’une falsification.`,
      'no-answer': (domain) =>
        `Les serveurs de noms de ${domain} n’ont pas répondu à temps. On les redemande pendant quelques heures.`,
      'no-client': (domain) =>
        `Il est venu par une voie qui cache l’ordinateur de l’expéditeur : on n’a donc pas pu interroger ${domain} à ce sujet.`,
      'provider-pass': (domain) => `Votre fournisseur a vérifié qu’il est de ${domain}.`,
      'provider-fail': (domain) =>
        `Votre fournisseur a constaté qu’il n’est pas de ${domain}, qui demande de ne pas se fier à de tels e-mails.`,
      'provider-silent': () => 'Votre fournisseur ne dit rien du domaine de l’expéditeur.',
    },
    domain: 'Domaine de l’expéditeur',
    nobody: 'le domaine de l’expéditeur',
    signature: 'Signature',
    signedBy: (domain: string, aligned: boolean) =>
      aligned ? `${domain}, celui de l’expéditeur` : `${domain}, celui d’un autre`,
    spf: 'Ordinateur d’envoi',
    spfOf: (ip: string | null, domain: string) => (ip ? `${ip} pour ${domain}` : domain),
    policy: 'Ce que demande le domaine',
    policies: {
      none: 'rien, il ne fait qu’observer',
      quarantine: 'de retenir ce qui échoue',
      reject: 'de refuser ce qui échoue',
    },
    sealed: 'Transmis et scellé par',
    checkedBy: 'Contrôlé par',
    results: {
      pass: 'prouvé',
      fail: 'non prouvé',
      softfail: 'douteux',
      neutral: 'ne dit rien',
      none: 'rien de publié',
      policy: 'trop faible',
      temperror: 'pas de réponse',
      permerror: 'mal publié',
      skipped: 'non contrôlé',
    },
    looked: 'J’ai regardé',
    heldWaits: 'Une réponse retenue attend ici : décidez-en d’abord.',
  },
  senders: {
    title: 'Expéditeurs et indésirables',
    menu: 'Expéditeurs',
    hint: 'Un e-mail d’un expéditeur bloqué est retenu, jamais jeté. Un expéditeur toujours admis n’est pas retenu comme indésirable, sauf si son domaine dit l’e-mail falsifié.',
    sender: 'Adresse ou domaine',
    senderHint: 'ada@shop.example, ou shop.example avec tout ce qui est dessous.',
    allow: 'Toujours admettre',
    block: 'Bloquer',
    allowed: 'Admis',
    blocked: 'Bloqué',
    remove: 'Retirer',
    removeOf: (sender: string) => `Retirer ${sender}`,
    by: (name: string) => `par ${name}`,
    empty: 'Personne n’est sur la liste.',
    wrong: 'Écrivez une adresse comme ada@shop.example ou un domaine comme shop.example.',
    trust: 'À qui se fier',
    forwarders: 'Intermédiaires',
    forwardersHint:
      'Qui vous transmet les e-mails d’autrui : adresses, réseaux comme 198.51.100.0/24, ou domaines. Une preuve qu’ils ont cassée n’est pas un échec.',
    sealers: 'Sceaux de confiance (ARC)',
    sealersHint: 'Domaines de listes et d’intermédiaires que vous croyez sur l’expéditeur d’origine.',
    filter: 'Filtre d’indésirables devant le service',
    filters: { none: 'Aucun', rspamd: 'rspamd', spamassassin: 'SpamAssassin' },
    peers: 'D’où viennent ses e-mails',
    peersHint:
      'Adresses ou réseaux ; écrivez imap pour les e-mails relevés. Les marques d’e-mails venus d’ailleurs sont ignorées.',
    wrongEntry: (entry: string) => `${entry} n’est ni un domaine, ni une adresse, ni un réseau.`,
    save: 'Enregistrer',
  },
}
