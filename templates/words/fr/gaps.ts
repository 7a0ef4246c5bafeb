import type { gapsWords as en } from '../en-gaps.ts'

const counted = (n: number, one: string, many: string) => n > 0 && (n === 1 ? `1 ${one}` : `${n} ${many}`)

/** Deleted issues, match proposals, own keys, mentions; in French. */
export const gapsWords: typeof en = {
  deleted: {
    title: 'Demandes supprimées',
    lead: 'Hors de toute liste et recherche, et pourtant entières : les rétablir ramène tout.',
    empty: 'Aucune demande n’est supprimée.',
    by: (name: string) => `Supprimée par ${name}`,
    byDesk: 'Supprimée',
    restore: 'Rétablir',
    more: 'Plus anciennes',
  },
  proposals: {
    title: 'Peut-être la même personne',
    lead: 'Clients qui ressemblent à quelqu’un ayant un compte dans la boutique. Rien n’est réuni avant votre accord, et chaque réponse peut être annulée.',
    empty:
      'Personne n’attend de rapprochement. Les nouveaux comptes de la boutique sont comparés d’eux-mêmes à vos clients.',
    who: 'Client',
    user: 'Compte dans la boutique',
    why: 'À cause de',
    since: 'Depuis',
    pick: (person: string, user: string) => `Choisir : ${person} est ${user}`,
    confirm: 'C’est la même personne',
    dismiss: 'Ce n’est pas elle',
    hint: 'Choisissez-en autant que vous voulez, puis dites ce qu’il en est.',
    noneChosen: 'Choisissez d’abord au moins une paire.',
    done: (confirmed: number, dismissed: number) =>
      [
        counted(confirmed, 'client rapproché', 'clients rapprochés'),
        counted(dismissed, 'proposition écartée', 'propositions écartées'),
      ]
        .filter(Boolean)
        .join(', ')
        .concat('.'),
    waiting: (n: number) => (n < 2 ? `${n} client a peut-être un compte` : `${n} clients ont peut-être un compte`),
  },
  ownKeys: {
    title: 'Raccourcis clavier',
    hint: 'Donnez à une action une touche à vous.',
    lead: 'Un signe, ou deux que l’on presse l’un après l’autre, comme « g i ». Une majuscule est Maj et cette lettre. Un champ vide rend à l’action sa touche habituelle.',
    key: 'Touche',
    usual: (key: string) => `D’habitude ${key}`,
    save: 'Enregistrer les touches',
    reset: 'Toutes les touches habituelles',
    sheet: 'Voir toutes les touches',
    notOne: 'Tapez un signe, ou deux séparés par une espace.',
    taken: (name: string) => `« ${name} » a cette touche : donnez-en une autre à l’une des deux.`,
    begins: (name: string) => `« ${name} » commence par cette touche, on ne pourrait donc jamais la presser seule.`,
    change: 'Changer les touches',
  },
  mentions: { label: 'Collègues', hint: 'Tapez @ pour prévenir un collègue.' },
}
