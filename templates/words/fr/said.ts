import type { saidWords as en } from '../en-said.ts'
import { type Sayings, sayer } from '../said-by.ts'
import { faults } from './said-faults.ts'
import { findings } from './said-findings.ts'
import { reasons } from './said-reasons.ts'
import { whys } from './said-why.ts'

const known: Sayings = {
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
    'Un soft opt-in suppose que la commande propose le refus : saisissez depuis quand, et en quels termes, dans Réglages, Envois en nombre.',
  'Write what the list is called.': 'Écrivez le nom de la liste.',
  'Whether its letters report opens and clicks is said before it is launched.':
    'Le suivi des ouvertures et des clics se décide avant le lancement.',
  'This mail names no clear address: it cannot be added to anybody.':
    'Cet e-mail ne nomme aucune adresse claire : il ne peut être ajouté à personne.',
  'This mail is not held any more.': 'Cet e-mail n’est plus retenu.',
  'This is the only mailbox: add another one first.': 'C’est la seule boîte e-mail : ajoutez-en d’abord une autre.',
  'This is the only issue that holds it: link it to another issue first, then take it out here.':
    'C’est la seule demande qui le contient : liez-le d’abord à une autre, puis retirez-le d’ici.',
  'This certificate is void: nothing can be put back on it.':
    'Ce chèque-cadeau est annulé : rien ne peut y être remis.',
  'This certificate is void already.': 'Ce chèque-cadeau est déjà annulé.',
  'There is no postal code in this file: each line is a code, a comma and a place.':
    'Ce fichier ne contient aucun code postal : chaque ligne est un code, une virgule et un lieu.',
  'The file is empty, or has no head.': 'Le fichier est vide ou n’a pas d’en-tête.',
  'The desk needs this list: retire its items instead.': 'Cette liste est indispensable : retirez plutôt ses choix.',
  'That is this issue itself: name another one.': 'C’est cette demande même : nommez-en une autre.',
  'Somebody changed this customer at the same moment: try again.':
    'Quelqu’un a modifié ce client au même moment : réessayez.',
  'Say what the new issue is about: mark some words, or give a subject.':
    'Dites sur quoi porte la nouvelle demande : marquez quelques mots ou donnez un objet.',
  'Only a certificate that can be spent is sent again.': 'Seul un chèque-cadeau qui peut être dépensé est renvoyé.',
  'None of its certificates is worth anything any more.': 'Plus aucun de ses chèques-cadeaux n’a de valeur.',
  'It is nobody’s yet: its buyer named whom it is for.':
    'Il n’est encore à personne : son acheteur a dit pour qui il est.',
  'It is all that this issue holds: there is nothing to part it from.':
    'C’est tout ce que contient cette demande : il n’y a rien dont le séparer.',
  'Everything in this issue comes after it: split at a later message.':
    'Tout dans cette demande vient après : scindez à un message ultérieur.',
  'Choose both files: the .aff and the .dic.': 'Choisissez les deux fichiers : le .aff et le .dic.',
  'Another person than who wrote it has to approve it.': 'Une autre personne que son auteur doit l’approuver.',
  'An API key needs a name, so that it can be revoked.': 'Une clé d’API a besoin d’un nom, pour pouvoir être révoquée.',
  'Somebody wrote while you did: read that first.': 'Quelqu’un a écrit pendant ce temps : lisez-le d’abord.',
  '{1} wrote while you did: read that first.': 'Pendant ce temps a écrit : {1}. Lisez-le d’abord.',
  'You wrote “{1}”, but no file goes along.': 'Vous avez écrit « {1} », mais aucun fichier n’est joint.',
  'The subject is empty.': 'L’objet est vide.',
  '{1} has had no part in this conversation: they get to read it now.':
    '{1} n’a pas pris part à cette conversation : elle lui sera maintenant lisible.',
  '{1} is new to this desk: check that it is right.': '{1} est inconnu ici : vérifiez que c’est juste.',
  '{1} is of the same message and stays without an answer.': '{1} vient du même message et reste sans réponse.',
  '“{1}” was not filled in: write what belongs there, or take it out.':
    '« {1} » n’a pas été rempli : écrivez ce qui va là, ou retirez-le.',
  '“{1}” is perhaps misspelled.': '« {1} » est peut-être mal écrit.',
  '1 more words are perhaps misspelled.': 'Un autre mot est peut-être mal écrit.',
  '{1} more words are perhaps misspelled.': '{1} autres mots sont peut-être mal écrits.',
  'There is no issue {1}.': 'Il n’y a pas de demande {1}.',
  'There is no customer {1}: choose another one.': 'Il n’y a pas de client {1} : choisissez-en un autre.',
  'It is in issue {1} already: name another one.': 'C’est déjà dans la demande {1} : nommez-en une autre.',
  'At most {1} addresses take part in an issue.': '{1} adresses au plus prennent part à une demande.',
  'These are {1} issues: name at most {2} at once.': 'Ce sont {1} demandes : nommez-en {2} au plus à la fois.',
  'There is a list “{1}” already.': 'Il y a déjà une liste « {1} ».',
  'There is a list called {1} already.': 'Il y a déjà une liste nommée « {1} ».',
  'Another program is called “{1}”: take another name.': 'Un autre programme s’appelle « {1} » : prenez un autre nom.',
}

/** Sentences that the rooms say themselves, in French. */
export const saidWords: typeof en = { said: sayer({ ...known, ...whys, ...reasons, ...faults, ...findings }) }
