import type { Sayings } from '../said-by.ts'

/** Where a mail was put and why, in French: the signs, main clauses all, which stand within the sentences below them. */
export const whys: Sayings = {
  'it came to the reply address of our letter': 'il est arrivé à l’adresse de réponse de notre lettre',
  'it names our letter as the one it answers': 'il nomme notre lettre comme celle à laquelle il répond',
  'it names our letter by the id that a mail service on the way gave it':
    'il nomme notre lettre par l’identifiant qu’un service de messagerie lui a donné en chemin',
  'it names an earlier mail of this conversation': 'il nomme un e-mail antérieur de cette conversation',
  'it answers the same mail, unknown to us, as an earlier one does':
    'il répond au même e-mail, inconnu de nous, qu’un autre avant lui',
  'our signed mark stands in its words': 'notre marque signée figure dans son texte',
  'its subject or its Outlook conversation is the same': 'son objet ou sa conversation Outlook est le même',
  'is about something else': 'porte sur autre chose',
  'it came to the return address of our letter': 'il est arrivé à l’adresse de retour de notre lettre',
  'a sender without a clear address': 'un expéditeur sans adresse claire',
  'A new issue: this mail answers nothing that we know of.':
    'Une nouvelle demande : cet e-mail ne répond à rien de connu.',
  'It came to the unsubscribe address of a campaign letter: its recipient gets no more of them.':
    'Il est arrivé à l’adresse de désinscription d’une lettre de campagne : son destinataire n’en reçoit plus.',
  'Put here because {1}, and its sender takes part in this issue.':
    'Mis ici car {1}, et son expéditeur prend part à cette demande.',
  'Reopened this issue because {1}, and its sender takes part in it.':
    'A rouvert cette demande car {1}, et son expéditeur y prend part.',
  'Put here because {1}, and its sender takes part in this issue. What it answers dealt with {2}: it stands in each.':
    'Mis ici car {1}, et son expéditeur prend part à cette demande. Ce à quoi il répond traitait de {2} : il figure dans chacune.',
  'A new issue: the mail claims to answer {1}, but its sender does not take part in that issue.':
    'Une nouvelle demande : l’e-mail dit répondre à {1}, mais son expéditeur n’y prend pas part.',
  'A new issue: {1}, but its sender is not proven, and that sign alone is too weak.':
    'Une nouvelle demande : {1}, mais son expéditeur n’est pas prouvé, et ce seul signe est trop faible.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before.':
    'Une nouvelle demande à la suite de {1} : {2}, mais celle-là a été fermée plus de {4} jours avant.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before, and the sender is not proven.':
    'Une nouvelle demande à la suite de {1} : {2}, mais celle-là a été fermée plus de {4} jours avant, et l’expéditeur n’est pas prouvé.',
  'A new issue that continues {1}: {2}, but {3} {4}.':
    'Une nouvelle demande à la suite de {1} : {2}, mais celle-là {4}.',
  'Held: {1} answered to this issue’s reply address but does not take part in it.':
    'Retenu : {1} a répondu à l’adresse de cette demande sans y prendre part.',
  'Held: {1}, but its sender’s domain says that it is not genuine.':
    'Retenu : {1}, mais le domaine de son expéditeur dit qu’il n’est pas authentique.',
  'Put here because {1}. A program wrote it, so nothing was reopened.':
    'Mis ici car {1}. Un programme l’a écrit : rien n’a donc été rouvert.',
  'Put here because it is a letter of this desk that came back to it. Nothing was reopened.':
    'Mis ici car c’est une lettre d’ici qui est revenue. Rien n’a été rouvert.',
  'Held: it bears the address and the Message-ID of a letter of this desk, but says something else than that letter.':
    'Retenu : il porte l’adresse et le Message-ID d’une lettre d’ici, mais dit autre chose qu’elle.',
  '{1} forwarded this mail; it names who wrote it first.': '{1} a transféré cet e-mail, qui nomme son premier auteur.',
  '{1} copied them in, but nobody vouches that it was really them who wrote':
    '{1} a mis cette personne en copie, mais rien ne garantit que ce soit bien elle qui a écrit',
  'a copy of this mail came to the reply address of a letter there':
    'une copie de cet e-mail est arrivée à l’adresse de réponse d’une lettre de là-bas',
  'a mail there, which came first, names this one as what it answers':
    'un e-mail de là-bas, arrivé avant, nomme celui-ci comme celui auquel il répond',
  'Put here because a rep let it in.': 'Mis ici car un agent l’a laissé entrer.',
  'A new issue: a rep let this mail in.': 'Une nouvelle demande : un agent a laissé entrer cet e-mail.',
  'Held: it could not be read whole.': 'Retenu : il n’a pas pu être lu en entier.',
  '{1}, but its sender does not take part there': '{1}, mais son expéditeur n’y prend pas part',
  '{1}; its sender is not proven': '{1} ; son expéditeur n’est pas prouvé',
  '{1}; other signs point to where it is now': '{1} ; d’autres signes désignent sa place actuelle',
  'its subject names {1}, and the same sender wrote there': 'son objet nomme {1}, et le même expéditeur y a écrit',
  'the same sender wrote about the same subject less than 14 days before':
    'le même expéditeur a écrit sur le même objet moins de 14 jours avant',
  'Outlook counts both as one conversation': 'Outlook compte les deux comme une conversation',
  '{1} ({2}).': '{1} ({2}).',
}
