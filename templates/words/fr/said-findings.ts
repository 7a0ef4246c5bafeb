import type { Sayings } from '../said-by.ts'

/** What a look at servers, relays and DNS records found, in French. */
export const findings: Sayings = {
  'over TLS': 'par TLS',
  'without TLS: whoever is in between can read along': 'sans TLS : qui se trouve entre les deux peut lire',
  'Signed in at {1} as {2}, {3}.': 'Connecté à {1} comme {2}, {3}.',
  'The folder “{1}” is there, with 1 mail.': 'Le dossier « {1} » est là, avec 1 e-mail.',
  'The folder “{1}” is there, with {2} mails.': 'Le dossier « {1} » est là, avec {2} e-mails.',
  'The server does not tell of new mail (no IDLE): the desk looks every two minutes.':
    'Le serveur ne signale pas les nouveaux e-mails (pas d’IDLE) : on regarde toutes les deux minutes.',
  'The server can move no mail: choose another deed for fetched mail.':
    'Le serveur ne peut pas déplacer d’e-mails : choisissez autre chose pour ce qui est relevé.',
  'The folder takes no keywords: choose another deed for fetched mail.':
    'Le dossier ne prend pas de mots-clés : choisissez autre chose pour ce qui est relevé.',
  'There is no folder “{1}”. There are: {2}': 'Il n’y a pas de dossier « {1} ». Il y a : {2}',
  '“{1}” is not an e-mail address: write name@example.com.':
    '« {1} » n’est pas une adresse e-mail : écrivez name@example.com.',
  'There is no mailbox to send from: add one first.': 'Il n’y a pas de boîte d’où envoyer : ajoutez-en d’abord une.',
  '{1} is at {2}.': '{1} se trouve à {2}.',
  'No address was found for {1} ({2}): check the name.': 'Aucune adresse trouvée pour {1} ({2}) : vérifiez le nom.',
  'Connected to {1}, {2}.': 'Connecté à {1}, {2}.',
  'Signed in as {1}.': 'Connecté comme {1}.',
  'The relay took the letter to {1}, signed by DKIM: {2}': 'Le relais a pris la lettre à {1}, signée par DKIM : {2}',
  'The relay took the letter to {1}, without a signature: {2}':
    'Le relais a pris la lettre à {1}, sans signature : {2}',
  'The name servers did not answer ({1}): try again later.':
    'Les serveurs de noms n’ont pas répondu ({1}) : réessayez plus tard.',
  'There is no such record at {1} yet: publish it, then look again.':
    'Il n’y a pas encore cet enregistrement à {1} : publiez-le, puis regardez de nouveau.',
  'There are {1} records at {2}: leave only this one.': 'Il y a {1} enregistrements à {2} : ne laissez que celui-ci.',
  'The record is for another kind of key: publish this one.':
    'L’enregistrement est d’un autre type de clé : publiez celui-ci.',
  'The record holds another key: publish this one whole, some forms cut long values at 255 characters.':
    'L’enregistrement contient une autre clé : publiez celle-ci en entier, certains formulaires coupent les longues valeurs à 255 caractères.',
  'There is no SPF record: receivers cannot tell who may send for this domain. A provider’s own “include:” goes before ~all.':
    'Il n’y a pas d’enregistrement SPF : les destinataires ignorent qui peut envoyer pour ce domaine. L’« include: » du fournisseur se place avant ~all.',
  'There are {1} SPF records, which counts as none: join them into one.':
    'Il y a {1} enregistrements SPF, ce qui compte pour aucun : réunissez-les en un.',
  'It lets everybody send for this domain: end it in ~all.':
    'Il laisse tout le monde envoyer pour ce domaine : terminez-le par ~all.',
  'There is an SPF record. Make sure that it names your relay, or what your provider tells you to include.':
    'Il y a un enregistrement SPF. Assurez-vous qu’il nomme votre relais ou ce que votre fournisseur demande d’inclure.',
  'There is no DMARC record here: large providers want one. Begin with p=none.':
    'Il n’y a pas d’enregistrement DMARC ici : les grands fournisseurs en veulent un. Commencez par p=none.',
  'There are several DMARC records, which counts as none: keep one.':
    'Il y a plusieurs enregistrements DMARC, ce qui compte pour aucun : gardez-en un.',
  'It names no policy: write p=none, p=quarantine or p=reject.':
    'Il ne nomme aucune règle : écrivez p=none, p=quarantine ou p=reject.',
  'There is a DMARC record; p=none only watches. Once the reports are clean, go on to quarantine.':
    'Il y a un enregistrement DMARC ; p=none ne fait qu’observer. Une fois les rapports propres, passez à quarantine.',
  'There is a DMARC record with p={1}.': 'Il y a un enregistrement DMARC avec p={1}.',
  'It answered 410 Gone: the other side wants no more.': 'La réponse était 410 Gone : l’autre côté n’en veut plus.',
  'It took nothing for {1} days.': 'Rien n’a été accepté pendant {1} jours.',
}
