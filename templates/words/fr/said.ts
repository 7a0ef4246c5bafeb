import type { saidWords as en } from '../en-said.ts'

const known: Readonly<Record<string, string>> = {
  'The person’s record': 'La fiche de la personne',
  'The first of the person’s first names': 'Le premier de ses prénoms',
  'The person’s first address': 'La première adresse de la personne',
  'The order that the issue names': 'La commande que nomme la demande',
  'The order, as the shop told it': 'La commande, telle que la boutique l’a transmise',
  'The order, as the shop told it; empty when nothing was':
    'La commande, telle que la boutique l’a transmise ; vide s’il n’y a rien eu',
  'The order’s lines, as one text': 'Les lignes de la commande, en un seul texte',
  'The order’s lines, for a loop: name, quantity, amount, state':
    'Les lignes de la commande, pour une boucle : name, quantity, amount, state',
  'The newest shipment': 'Le dernier envoi',
  'The issue': 'La demande',
  'The issue’s types, as one text': 'Les types de la demande, en un seul texte',
  'The gift certificate that goes with the letter': 'Le chèque-cadeau joint à la lettre',
  'Whoever inserts it': 'Qui l’insère',
  'The mailbox that the letter goes from': 'La boîte e-mail dont part la lettre',
  'The name of the mailbox, else its domain': 'Le nom de la boîte e-mail, sinon son domaine',
  'The day of inserting': 'Le jour de l’insertion',
  'The shop’s user, else the person’s record': 'L’utilisateur de la boutique, sinon la fiche de la personne',
  'The first of the first names': 'Le premier des prénoms',
  'The address that the letter goes to': 'L’adresse à laquelle va la lettre',
  'The shop’s user': 'L’utilisateur de la boutique',
  'The gift certificate of the campaign': 'Le chèque-cadeau de la campagne',
  'The mailbox that the letter comes from': 'La boîte e-mail dont vient la lettre',
  'What the campaign is called here': 'Le nom de la campagne ici',
  'Of this very recipient': 'Propre à ce destinataire',
  'The public copy of the letter, where that is on': 'La copie publique de la lettre, si elle est activée',
  'a code that only the letter shows': 'un code que seule la lettre montre',
  'Bulk mail names a postal address: write it under Settings, Sender of bulk mail.':
    'Un envoi en nombre porte une adresse postale : saisissez-la dans Réglages, Envois en nombre.',
  'Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.':
    'Un envoi en nombre dit qui en répond : saisissez le texte légal dans Réglages, Envois en nombre.',
  'Consent is given to a mailing list: name the one that this goes to.':
    'Le consentement se donne à une liste de diffusion : indiquez laquelle.',
  'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.':
    'L’opt-in tacite suppose que la caisse propose de s’opposer : saisissez depuis quand, et en quels termes, dans Réglages, Envois en nombre.',
}

/** Sentences that the rooms say themselves, in French. */
export const saidWords: typeof en = { said: (sentence) => known[sentence] ?? sentence }
