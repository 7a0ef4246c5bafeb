import type { Sayings } from '../said-by.ts'

/** Why a mail is where it is, counts as automatic or was not read, and what became of a letter, in French. */
export const reasons: Sayings = {
  'Held: this mail could not be read whole, since {1}. Its bytes are kept as they came.':
    'Retenu : cet e-mail n’a pas pu être lu en entier, car {1}. Ses octets sont gardés tels quels.',
  'Held: it could not be read whole, since {1}.': 'Retenu : il n’a pas pu être lu en entier, car {1}.',
  'it has more than {1} parts': 'il a plus de {1} parties',
  'its parts are nested more than {1} deep': 'ses parties sont imbriquées sur plus de {1} niveaux',
  'its parts cannot be read ({1})': 'ses parties sont illisibles ({1})',
  'its header has {1} bytes, more than {2}': 'son en-tête a {1} octets, plus de {2}',
  'it names {1} addresses, more than {2}': 'il nomme {1} adresses, plus de {2}',
  'it takes too long to read': 'sa lecture est trop longue',
  'it takes too long to start': 'le démarrage est trop long',
  'reading it fails ({1})': 'sa lecture échoue ({1})',
  'reading it ends the reader': 'sa lecture arrête le lecteur',
  'This mail is too large: {1}, and SMTP_MAX_BYTES allows {2}. Only its header is here; the whole of it is still in the folder {3} of {4} (UID {5}).':
    'Cet e-mail est trop gros : {1}, et SMTP_MAX_BYTES permet {2}. Seul son en-tête est ici ; le tout est encore dans le dossier {3} de {4} (UID {5}).',
  'A mail could not be fetched: {1} times the server gave an error instead of it, or broke the connection. It is still in the folder {2} of {3} (UID {4}): look at it there.':
    'Un e-mail n’a pas pu être relevé : {1} fois le serveur a donné une erreur à sa place ou coupé la connexion. Il est encore dans le dossier {2} de {3} (UID {4}) : voyez-le là-bas.',
  'The same mail as delivery {1}, which came before; nothing was added.':
    'Le même e-mail que la livraison {1}, arrivée avant ; rien n’a été ajouté.',
  'The same mail as delivery {1}, which came before to another mailbox: its issue stands in this one’s queue, too.':
    'Le même e-mail que la livraison {1}, arrivée avant dans une autre boîte : sa demande est aussi dans la file de celle-ci.',
  'The same mail as delivery {1}, which came later by a way that its sender’s domain vouches for, or does not disown.':
    'Le même e-mail que la livraison {1}, arrivée plus tard par une voie que le domaine de son expéditeur garantit ou ne renie pas.',
  'The program ended {1} times while it filed this mail alone. Its bytes are kept as they came.':
    'Le programme s’est arrêté {1} fois en classant ce seul e-mail. Ses octets sont gardés tels quels.',
  'Filing this mail was tried {1} times without success ({2}). Its bytes are kept as they came.':
    'Le classement de cet e-mail a été tenté {1} fois sans succès ({2}). Ses octets sont gardés tels quels.',
  'The desk’s own test mail: plus addresses of this mailbox arrive.':
    'L’e-mail d’essai du système : les adresses avec + de cette boîte arrivent.',
  'Held: {1} is on the list of blocked senders.': 'Retenu : {1} est sur la liste des expéditeurs bloqués.',
  'Held as junk: the filter in front of the desk marked it ({1}).':
    'Retenu comme indésirable : le filtre en amont l’a marqué ({1}).',
  'Held: {1} says that this mail is not from there, and asks not to trust such mail.':
    'Retenu : {1} dit que cet e-mail ne vient pas de là et demande de ne pas s’y fier.',
  'the sender’s domain': 'le domaine de l’expéditeur',
  'Put here by a rep: moved from {1}.': 'Mis ici par un agent : déplacé depuis {1}.',
  'A new issue: a rep took this out of {1}.': 'Une nouvelle demande : un agent l’a retiré de {1}.',
  'Brought over from {1}.': 'Repris de {1}.',
  somebody: 'quelqu’un',
  'marked {1}': 'marqué {1}',
  'a complaint about junk': 'une plainte pour courrier indésirable',
  'an absence notice': 'un avis d’absence',
  'a reading receipt': 'un accusé de lecture',
  'a delivery report': 'un avis de remise',
  'sent without a return address': 'envoyé sans adresse de retour',
  'from a mailing list': 'd’une liste de diffusion',
  'its subject says that nobody is there': 'son objet dit qu’il n’y a personne',
  'from {1}': 'de {1}',
  'waiting, since {1} asked for patience: {2}': 'en attente, car {1} a demandé de patienter : {2}',
  'given up after three days: {1}': 'abandonné après trois jours : {1}',
  'the desk stopped before it went': 'le programme s’est arrêté avant son départ',
  'the desk stopped while it was being sent': 'le programme s’est arrêté pendant son envoi',
  'The desk stopped while it was being sent.': 'Le programme s’est arrêté pendant son envoi.',
  'the customer wrote before it was due': 'le client a écrit avant l’échéance',
  'not delivered: no relay': 'non remis : aucun relais',
  'there was no relay for a day: send it again if it still holds':
    'aucun relais pendant un jour : renvoyez-la si elle vaut encore',
  'not delivered to {1}; delivered to the others': 'non remis à {1} ; remis aux autres',
  'the relay does not accept our name and password: {1}': 'le relais n’accepte pas nos nom et mot de passe : {1}',
  'the relay refused {1}': 'le relais a refusé {1}',
  'the relay said “not now”: {1}': 'le relais a dit « pas maintenant » : {1}',
  'the relay does not let us in: {1}': 'le relais ne nous laisse pas entrer : {1}',
  'the relay refused it: {1}': 'le relais l’a refusée : {1}',
  'the connection broke before the relay confirmed it: {1}':
    'la connexion s’est coupée avant que le relais ne confirme : {1}',
  'the relay does not take letters of this size: {1}': 'le relais ne prend pas de lettres de cette taille : {1}',
  'no relay takes this address: {1}': 'aucun relais ne prend cette adresse : {1}',
  'the relay cannot be reached: {1}': 'le relais est injoignable : {1}',
  'It came back from {1}: {2}.': 'Elle est revenue de {1} : {2}.',
  'It came back from {1}: {2}. ({3})': 'Elle est revenue de {1} : {2}. ({3})',
  'It came back from {1}: {2}. The server said: “{3}”.': 'Elle est revenue de {1} : {2}. Le serveur a dit : « {3} ».',
  'It has not reached {1} yet: {2}. The server on the way still tries.':
    'Elle n’a pas encore atteint {1} : {2}. Le serveur en chemin essaie encore.',
  'It has not reached {1} yet: {2}. The server on the way still tries. ({3})':
    'Elle n’a pas encore atteint {1} : {2}. Le serveur en chemin essaie encore. ({3})',
  'It has not reached {1} yet: {2}. The server on the way still tries. The server said: “{3}”.':
    'Elle n’a pas encore atteint {1} : {2}. Le serveur en chemin essaie encore. Le serveur a dit : « {3} ».',
  'its recipient': 'son destinataire',
  'there is no such address': 'cette adresse n’existe pas',
  'the domain of the address does not exist': 'le domaine de l’adresse n’existe pas',
  'that domain takes no mail': 'ce domaine ne reçoit pas d’e-mail',
  'the address has moved': 'l’adresse a changé',
  'the address is switched off': 'l’adresse est désactivée',
  'the mailbox is full': 'la boîte est pleine',
  'the letter is too big for that server': 'la lettre est trop grosse pour ce serveur',
  'the server could not be reached in time': 'le serveur n’a pas pu être joint à temps',
  'there was trouble on the way to that server': 'il y a eu un incident en chemin vers ce serveur',
  'that server has trouble of its own': 'ce serveur a ses propres ennuis',
  'that server takes the letter for junk': 'ce serveur prend la lettre pour un indésirable',
  'that server takes the letter for a virus': 'ce serveur prend la lettre pour un virus',
  'that server does not like how the letter is built': 'la forme de la lettre déplaît à ce serveur',
  'that server does not accept our sender address': 'ce serveur n’accepte pas notre adresse d’expéditeur',
  'our domain’s SPF, DKIM or DMARC did not convince that server':
    'le SPF, DKIM ou DMARC de notre domaine n’a pas convaincu ce serveur',
  'our server’s address has no proper name (reverse DNS)':
    'l’adresse de notre serveur n’a pas de nom correct (DNS inverse)',
  'that server blocks ours': 'ce serveur bloque le nôtre',
  'that server wants fewer letters at a time': 'ce serveur veut moins de lettres à la fois',
  'a rule of that server forbids it': 'une règle de ce serveur l’interdit',
  'that server does not deliver for this domain': 'ce serveur ne livre pas pour ce domaine',
  'the servers did not understand each other': 'les serveurs ne se sont pas compris',
  'that server refused it': 'ce serveur l’a refusée',
  'no reason was given': 'aucune raison n’a été donnée',
}
