import type { campaignGapsWords as en } from '../en-campaign-gaps.ts'

/** What is off in a campaign unless somebody wants it: the public copy, opens and clicks; and bulk voiding; in French. */
export const campaignGapsWords: typeof en = {
  archivePage: {
    lead: (from: string, day: string) => `Une lettre de ${from}, ${day}.`,
    note: 'Ceci est la copie pour tous : sans noms ni codes, et avec des liens qui ne font rien.',
    letter: 'La lettre',
  },
  campaignOptions: {
    title: 'Inactif sauf si vous le voulez',
    archive: 'Copie publique de la lettre',
    archiveHint: 'Qui a son lien lit la lettre sans noms ni codes. Dans le texte, le lien est {{ archive_url }}.',
    archiveAt: 'Son lien :',
    archiveWaits: 'Elle s’ouvre quand partent les premières lettres.',
    tracking: 'Rapporter ouvertures et clics',
    trackingHint:
      'Les liens passent par ce service et une image signale l’ouverture. Dans bien des pays, il faut le consentement de chaque lecteur. Jamais les liens de désinscription, et rien n’en dépend.',
    trackingFrozen: 'Fixé avant le lancement.',
    save: 'Enregistrer',
    opened: 'Ouvertes',
    clicked: 'Cliquées',
    machines: (n: string) => `et ${n} par des machines`,
    trackingNote:
      'Ouvertures et clics comptent chaque personne une fois. Les machines sont à part : requêtes HEAD, vérificateurs et relais d’images connus, dans les 10 secondes après l’envoi, ou tous les liens à la fois. Certaines machines ressemblent à des gens, et qui bloque les images n’est pas vu : prenez ces nombres comme des indices.',
  },
  voidAll: {
    link: 'Annuler les chèques-cadeaux non dépensés',
    title: 'Annuler les chèques-cadeaux non dépensés de cette campagne',
    lead: (count: string, sum: string) =>
      count === '1'
        ? `1 chèque-cadeau qui vaut encore quelque chose, ${sum} en tout. Ce qui est dépensé le reste.`
        : `${count} chèques-cadeaux qui valent encore quelque chose, ${sum} en tout. Ce qui est dépensé le reste.`,
    forever: 'Ceci est définitif. Leurs détenteurs ne sont pas prévenus.',
    none: 'Aucun de ses chèques-cadeaux n’a plus de valeur.',
    reason: 'Motif',
    count: (n: string) => `Tapez ${n} pour confirmer`,
    wrongCount: (n: string) => `Tapez ${n}, le nombre de chèques-cadeaux : il a pu changer depuis votre lecture.`,
    noReason: 'Donnez un motif : il figure dans chaque registre.',
    button: 'Les annuler',
  },
  liabilityCsv: 'En CSV',
  resend: {
    button: 'Renvoyer le code',
    hint: 'Une nouvelle lettre part à son détenteur avec le même code, après les secondes habituelles pour la rappeler.',
  },
}
