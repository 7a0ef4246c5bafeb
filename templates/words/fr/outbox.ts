import type { outboxWords as en } from '../en-outbox.ts'

const letters = (n: number) => (n === 1 ? 'cette lettre' : `ces ${n} lettres`)

/** Where letters go out: the outbox, relays, the domains that sign, in French. */
export const outboxWords: typeof en = {
  outbox: {
    filterLabel: 'N’afficher que',
    states: 'Lettres par état',
    all: 'Toutes',
    needsLook: 'Lettres en échec',
    counted: (n: number) => (n >= 1000 ? '999+' : String(n)),
    empty: 'Il n’y a pas de lettre ici.',
    mailbox: 'Boîte',
    rep: 'Agent',
    kind: 'Écrite par',
    kinds: { rep: 'Un agent', automatic: 'Un programme', campaign: 'Une campagne' },
    apply: 'Afficher',
    select: (subject: string) => `Sélectionner « ${subject} »`,
    nextTry: 'Prochain essai',
    goes: 'Départ',
    attempts: (n: number) => (n === 1 ? 'Essayée une fois' : `Essayée ${n} fois`),
    relaySaid: 'Le relais a dit :',
    maybeTwice: 'Peut-être arrivée deux fois',
    bar: 'Avec les lettres sélectionnées',
    deeds: { retry: 'Réessayer', cancel: 'Ne pas envoyer', dismiss: 'Écarter' },
    confirm: {
      retry: (n: number) => `Réessayer ${letters(n)} ?`,
      cancel: (n: number) => `Empêcher ${letters(n)} de partir ?`,
      dismiss: (n: number) => `Écarter ${n === 1 ? 'cet échec' : `ces ${n} échecs`} ?`,
    },
    confirmHint: {
      retry:
        'Celles qui attendent ou sont parties restent telles quelles. Une lettre peut-être déjà arrivée repart encore une fois, avec les mêmes mots.',
      cancel:
        'Celles que le relais a déjà restent telles quelles. Les autres restent dans l’historique, marquées ; on peut l’annuler.',
      dismiss: 'Elles restent telles quelles, et ne sont plus montrées comme des échecs. On peut l’annuler.',
    },
    back: 'Retour',
    bulkDone: (deed: string, n: number) => {
      const some = n === 1 ? 'Une lettre' : `${n} lettres`
      if (deed === 'retry') return n === 1 ? `${some} sera réessayée.` : `${some} seront réessayées.`
      if (deed === 'cancel') return n === 1 ? `${some} ne sera pas envoyée.` : `${some} ne seront pas envoyées.`
      return n === 1 ? `${some} écartée.` : `${some} écartées.`
    },
  },
  relays: {
    menu: 'Relais',
    title: 'Relais',
    hint: 'Les serveurs par lesquels partent les lettres, à quelle vitesse, et un essai.',
    lead: 'Les lettres partent par le relais de leur boîte, sinon par le relais standard. Celles des agents passent d’abord et trouvent toujours place : deux connexions et un cinquième du débit sont pour elles.',
    add: 'Ajouter un relais',
    newTitle: 'Nouveau relais',
    all: 'Tous les relais',
    open: 'Réglages',
    standard: 'Par défaut',
    empty: 'Aucun relais n’est configuré ici.',
    environment: (host: string) => `${host}, du réglage RELAY_URL, prend chaque boîte sans relais propre.`,
    nothing: 'RELAY_URL n’est pas défini non plus : les lettres sont gardées, marquées « non remise : pas de relais ».',
    name: 'Nom',
    nameHint: 'Son nom ici, comme « Fournisseur ».',
    host: 'Serveur',
    port: 'Port',
    tls: 'Chiffrement',
    tlsModes: {
      starttls: 'STARTTLS (habituel, port 587)',
      tls: 'TLS (port 465 habituel)',
      none: 'Aucun (réseaux de confiance seulement)',
    },
    user: 'Nom d’utilisateur',
    userHint: 'Vide si le relais connaît cette machine par son adresse.',
    password: 'Mot de passe',
    kept: 'Un mot de passe est enregistré. Laissez vide pour le garder ; un autre serveur ou utilisateur le redemande.',
    sealed: 'Enregistré chiffré et jamais montré de nouveau.',
    connections: 'Connexions à la fois',
    connectionsHint: 'De chaque worker, de 3 à 50 ; deux sont gardées pour les lettres des agents.',
    rate: 'Lettres par seconde',
    rateHint:
      'Tous les workers ensemble ; 0.5 en fait une toutes les deux secondes. Vide : aussi vite que le relais les prend.',
    standardLabel: 'Le relais par défaut : chaque boîte qui n’est choisie ni ci-dessous ni ailleurs',
    mailboxes: 'Boîtes qui envoient par lui',
    save: 'Enregistrer',
    create: 'L’ajouter',
    faults: (n: number) => (n === 1 ? 'Un champ n’est pas encore juste.' : `${n} champs ne sont pas encore justes.`),
    speed: (connections: number, rate: number | null) =>
      `${connections === 1 ? '1 connexion' : `${connections} connexions`}, ${rate === null ? 'aussi vite qu’il les prend' : rate < 2 ? `${rate} lettre par seconde` : `${rate} lettres par seconde`}`,
    pausedUntil: (when: string) => `A demandé de patienter ; nouvel essai : ${when}.`,
    testTitle: 'Essai',
    testTo: 'Envoyer une lettre d’essai à',
    testHint:
      'Enregistrez d’abord : l’essai emploie ce qui est enregistré. Il dit jusqu’où il est allé et ce que le relais a répondu.',
    test: 'Tester',
    remove: 'Supprimer ce relais',
    removeHint: 'Ses boîtes envoient alors par le relais par défaut. On peut l’annuler.',
  },
  domains: {
    menu: 'Domaines d’envoi',
    title: 'Domaines d’envoi',
    hint: 'Les clés qui signent les lettres (DKIM), et ce que SPF et DMARC disent de vos domaines.',
    lead: 'Une lettre signée arrive plus sûrement. Créez une clé, publiez son enregistrement là où est le DNS de votre domaine, puis cherchez-le ici : dès lors les lettres sont signées.',
    unsigned: 'Les lettres ne sont pas encore signées',
    signed: 'Les lettres sont signées',
    make: { rsa: 'Créer une clé RSA', ed25519: 'Créer une clé Ed25519' },
    makeHint: 'Tout destinataire connaît RSA. Ed25519 peut s’y ajouter, jamais la remplacer.',
    states: { made: 'Attend son enregistrement', active: 'Signe les lettres', retired: 'Retirée' },
    retiredHint: 'Gardez son enregistrement une semaine après son retrait : les lettres en route en ont besoin.',
    algorithms: { rsa: 'RSA, 2048 bits', ed25519: 'Ed25519' },
    recordName: 'Nom de l’enregistrement TXT',
    recordValue: 'Sa valeur',
    look: 'Chercher l’enregistrement',
    again: 'Chercher de nouveau',
    checked: 'Cherché',
    rightRecord: 'L’enregistrement est publié comme il faut.',
    retire: 'Ne plus signer avec elle',
    rotate:
      'Pour changer de clé, créez-en une nouvelle : dès que son enregistrement est trouvé, l’ancienne se retire d’elle-même.',
    others: 'SPF et DMARC',
    othersHint:
      'Ils disent qui peut envoyer pour le domaine, et ce que les destinataires font des e-mails qui échouent.',
    lookOthers: 'Chercher maintenant',
    kinds: { dkim: 'DKIM', spf: 'SPF', dmarc: 'DMARC' },
    found: 'Trouvé',
    publish: 'Publier',
  },
}
