import type { searchWords as en } from '../en-search.ts'

const grammar: readonly (readonly [string, string])[] = [
  ['bouilloire fuite', 'les deux mots, ou des mots qui les contiennent, n’importe où'],
  ['"deux mots"', 'exactement ces mots, l’un après l’autre'],
  ['-bouilloire', 'sans ce mot ; un moins vaut aussi devant chaque opérateur'],
  ['from:ada', 'e-mails d’Ada ; lettres et notes d’un agent de ce nom'],
  ['to:support@', 'e-mails et lettres à une adresse'],
  ['subject:remboursement', 'dans l’objet'],
  ['person:ada', 'dans les demandes de ce client : un nom, une adresse ou un numéro'],
  ['issue:12', 'dans la demande 12'],
  ['order:K-1002', 'dans les demandes sur cette commande'],
  ['product:tube', 'dans les demandes sur des commandes de ce produit'],
  ['type:Facturation', 'dans les demandes de ce type ; tag: dit la même chose, none est pour celles sans type'],
  ['is:open', 'aussi closed, snoozed, unassigned, mine, failed'],
  ['has:attachment', 'avec des fichiers'],
  ['filename:facture', 'avec un fichier de ce nom'],
  ['before:2026-03-01', 'avant ce jour ; une année ou un mois suffit'],
  ['after:2026-03', 'à partir de ce jour'],
]

/** The search over everything, in French. */
export const searchWords: typeof en = {
  find: {
    title: 'Recherche',
    titleOf: (q: string) => `Recherche : ${q}`,
    label: 'Chercher e-mails, lettres, notes, personnes, commandes et demandes',
    hint: 'Mots, "une expression", from: order: is:open …',
    go: 'Chercher',
    named: 'Demandes, clients et commandes',
    said: 'E-mails, lettres et notes, les plus récents d’abord',
    saidBefore: 'E-mails, lettres et notes plus anciens',
    older: 'Résultats plus anciens',
    none: 'Rien ne convient. Essayez moins de mots, ou une partie d’un mot.',
    end: 'Il n’y a rien de plus ancien.',
    unknown: (what: string) => `Pas compris, et pas cherché : ${what}`,
    short:
      'Seuls les plus récents ont été comparés. Ajoutez un mot plus rare, ou before: et after:, pour voir les plus anciens.',
    help: 'Ce qu’on peut taper ici',
    kinds: {
      issue: 'Demande',
      person: 'Client',
      order: 'Commande',
      mail: 'E-mail',
      letter: 'Lettre',
      note: 'Note',
    },
    grammar,
  },
}
