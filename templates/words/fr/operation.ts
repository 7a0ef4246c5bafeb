import type { operationWords as en } from '../en-operation.ts'

/** The audit and keeping mail, in French. */
export const operationWords: typeof en = {
  audit: {
    title: 'Journal d’audit',
    hint: 'Qui s’est connecté et qui a changé quoi, dans un fichier à conserver ailleurs.',
    lead: 'Tout ce qui a été fait ici, par qui et quand, une ligne de JSON chacun. Les connexions sont gardées un an, les changements toujours.',
    part: 'Quoi',
    parts: { all: 'Tout', settings: 'Réglages seulement', 'sign-ins': 'Connexions seulement' } as Readonly<
      Record<string, string>
    >,
    from: 'Du',
    to: 'Au',
    save: 'Enregistrer dans un fichier',
    signIns: 'Dernières connexions',
    none: 'Personne ne s’est connecté depuis que cela est noté.',
    who: 'Qui',
    nobody: 'une adresse inconnue',
    outcome: 'Résultat',
    way: 'Par',
    ip: 'Depuis',
    when: 'Quand',
    ways: { password: 'mot de passe', second_step: 'seconde étape', provider: 'fournisseur d’identité' },
    outcomes: {
      in: 'connexion réussie',
      'second step': 'seconde étape demandée',
      wrong: 'mot de passe erroné',
      'wrong code': 'code erroné',
      again: 'arrivé trop tard',
      locked: 'bloqué un moment',
      deactivated: 'compte désactivé',
      unknown: 'n’a pas de compte ici',
      'foreign domain': 'domaine étranger',
      unverified: 'adresse non vérifiée',
      away: 'fournisseur injoignable',
      failed: 'échec',
    } as Readonly<Record<string, string>>,
  },
  keeping: {
    title: 'Conservation',
    menuHint: 'Combien de temps garder les octets des e-mails quand plus rien n’est ouvert.',
    lead: 'Chaque e-mail est gardé tel qu’il est arrivé, octet pour octet. Au fil des ans, c’est l’essentiel de la base.',
    months: 'Effacer les octets d’un e-mail',
    forGood: 'jamais',
    after: (months: number) => `${months} mois après la clôture de sa dernière demande`,
    hint: 'Vérifié chaque nuit. Ce qui est effacé ne revient pas, même en annulant.',
    goes: 'Ce qui part',
    goesWhat:
      'La source de l’e-mail avec tous ses en-têtes, la preuve de ses signatures, et sa relecture par une version plus récente.',
    stays: 'Ce qui reste',
    staysWhat:
      'Ce qu’il disait, de qui et quand, ses fichiers, son évaluation, ses demandes. Les e-mails ouverts, retenus ou en échec restent entiers.',
    save: 'Enregistrer',
  },
}
