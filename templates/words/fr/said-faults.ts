import type { Sayings } from '../said-by.ts'

/** What mail servers, campaigns, programs of others and files had wrong, as it is kept, in French. */
export const faults: Sayings = {
  'The stored password was sealed with another SECRET: enter it again.':
    'Le mot de passe gardé a été scellé avec un autre SECRET : saisissez-le de nouveau.',
  'The server refuses the access token: check the user name, and that IMAP is allowed for this account.':
    'Le serveur refuse le jeton d’accès : vérifiez le nom d’utilisateur et que ce compte permet IMAP.',
  'No token address is set for OAuth2: enter it.': 'Aucune adresse de jetons n’est fixée pour OAuth2 : saisissez-la.',
  'The permission to read this mailbox was revoked or has ended ({1}): give it again and enter the new refresh token.':
    'La permission de lire cette boîte a été retirée ou a expiré ({1}) : accordez-la de nouveau et saisissez le nouveau refresh token.',
  'No access token now: {1}.': 'Pas de jeton d’accès pour l’instant : {1}.',
  'the sign-in server {1} does not answer ({2})': 'le serveur de connexion {1} ne répond pas ({2})',
  'the sign-in server answered {1}': 'le serveur de connexion a répondu {1}',
  'The desk could not keep what it fetched; the log says why.':
    'Ce qui a été relevé n’a pas pu être gardé ; le journal dit pourquoi.',
  'The folder changes its UIDVALIDITY at every look: tell its provider.':
    'Le dossier change d’UIDVALIDITY à chaque regard : dites-le à son fournisseur.',
  'The server gives the folder no UIDVALIDITY: what was fetched could not be told from what was not.':
    'Le serveur ne donne pas d’UIDVALIDITY au dossier : le relevé ne se distinguerait pas du reste.',
  'The server gives the folder no UIDVALIDITY: use another one.':
    'Le serveur ne donne pas d’UIDVALIDITY au dossier : prenez-en un autre.',
  'There is no folder “{1}” in this account: correct its name.':
    'Il n’y a pas de dossier « {1} » dans ce compte : corrigez son nom.',
  'The server takes a password over TLS only: choose TLS or STARTTLS.':
    'Le serveur ne prend de mot de passe que par TLS : choisissez TLS ou STARTTLS.',
  'The server cannot check the password just now.': 'Le serveur ne peut pas vérifier le mot de passe en ce moment.',
  'The server cannot check the password just now (“{1}”).':
    'Le serveur ne peut pas vérifier le mot de passe en ce moment (« {1} »).',
  'The server refuses this user name and password: correct them; some providers want an app password or OAuth2.':
    'Le serveur refuse ces nom d’utilisateur et mot de passe : corrigez-les ; certains fournisseurs veulent un mot de passe d’application ou OAuth2.',
  'The server refuses this user name and password (“{1}”): correct them; some providers want an app password or OAuth2.':
    'Le serveur refuse ces nom d’utilisateur et mot de passe (« {1} ») : corrigez-les ; certains fournisseurs veulent un mot de passe d’application ou OAuth2.',
  'The certificate of {1} has expired: use the name that stands in it, or have it renewed.':
    'Le certificat de {1} a expiré : prenez le nom qui y figure ou faites-le renouveler.',
  'The certificate of {1} is signed by itself alone: use the name that stands in it, or have it renewed.':
    'Le certificat de {1} n’est signé que par lui-même : prenez le nom qui y figure ou faites-le renouveler.',
  'The certificate of {1} is signed by an authority that nobody knows: use the name that stands in it, or have it renewed.':
    'Le certificat de {1} est signé par une autorité inconnue : prenez le nom qui y figure ou faites-le renouveler.',
  'The certificate of {1} comes without the ones between it and its authority: use the name that stands in it, or have it renewed.':
    'Le certificat de {1} vient sans les intermédiaires jusqu’à son autorité : prenez le nom qui y figure ou faites-le renouveler.',
  'The certificate of {1} is for another host name: use the name that stands in it, or have it renewed.':
    'Le certificat de {1} est pour un autre nom : prenez le nom qui y figure ou faites-le renouveler.',
  '{1} does not begin with TLS: choose STARTTLS (usual on port 143), or port 993 for TLS.':
    '{1} ne commence pas par TLS : choisissez STARTTLS (d’usage sur le port 143) ou le port 993 pour TLS.',
  '{1} offers no STARTTLS: choose TLS (usual on port 993), or none on a trusted network.':
    '{1} n’offre pas STARTTLS : choisissez TLS (d’usage sur le port 993), ou rien sur un réseau sûr.',
  '{1} takes the connection but does not greet: it may expect TLS at once, choose TLS.':
    '{1} prend la connexion mais ne salue pas : il attend peut-être TLS d’emblée, choisissez TLS.',
  'TLS with {1} fails ({2}): choose the mode that its provider names.':
    'TLS avec {1} échoue ({2}) : choisissez le mode que nomme le fournisseur.',
  'There is no host {1}: correct its name.': 'Il n’y a pas de serveur {1} : corrigez son nom.',
  'The name {1} cannot be looked up just now: the name server does not answer.':
    'Le nom {1} ne peut être cherché en ce moment : le serveur de noms ne répond pas.',
  'Nothing listens on {1}: correct the port (usual is {2}), or start the server.':
    'Rien n’écoute sur {1} : corrigez le port (d’usage {2}) ou démarrez le serveur.',
  '{1} does not answer: correct host and port, or let the desk through the firewall.':
    '{1} ne répond pas : corrigez serveur et port, ou laissez passer le programme par le pare-feu.',
  'The connection to the server broke: it is built anew.': 'La connexion au serveur s’est coupée : elle est rétablie.',
  'The server answers with an error: {1}': 'Le serveur répond par une erreur : {1}',
  'Its time was over when the desk could have started it. Resume it if it still holds.':
    'Son heure était passée quand elle aurait pu partir. Reprenez-la si elle vaut encore.',
  'More than 5 % of the addresses do not exist: look at where they come from.':
    'Plus de 5 % des adresses n’existent pas : voyez d’où elles viennent.',
  'More than 0.3 % complained: look at whom it goes to.': 'Plus de 0,3 % se sont plaints : voyez à qui elle va.',
  'More than 2 % were refused because of who sends them: look at the answers, and at SPF, DKIM and DMARC.':
    'Plus de 2 % ont été refusés à cause de l’expéditeur : voyez les réponses, et SPF, DKIM et DMARC.',
  'More than {1} letters in a row could not be made: {2}': 'Plus de {1} lettres de suite n’ont pu être faites : {2}',
  'There is no value for {1}.': 'Il n’y a pas de valeur pour {1}.',
  'A certificate of “{1}” may be worth {2} at most.': 'Un chèque-cadeau de « {1} » peut valoir {2} au plus.',
  'The budget of “{1}” has {2} left, and {3} are needed.': 'Il reste {2} au budget de « {1} », et il en faut {3}.',
  'its letter did not go': 'sa lettre n’est pas partie',
  'it takes too long': 'c’est trop long',
  'it cannot be reached ({1})': 'c’est injoignable ({1})',
  'it leads nowhere': 'cela ne mène nulle part',
  'it leads from one address to the next too often': 'cela mène trop souvent d’une adresse à l’autre',
  'it is no web address': 'ce n’est pas une adresse web',
  'it carries a user name': 'cela porte un nom d’utilisateur',
  'it is not on the public web': 'ce n’est pas sur le web public',
  'it is larger than {1} MB': 'cela dépasse {1} Mo',
  'came before: the rows of an order must be one below the other':
    'est déjà venu : les lignes d’une commande doivent se suivre',
  'has a total that is no sum': 'a un total qui n’est pas un montant',
  'has a value that cannot be stored': 'a une valeur qui ne peut être gardée',
  'is empty': 'est vide',
  'is empty, and so are its stand-ins': 'est vide, et ses remplaçants aussi',
  'is empty, and there is no address either': 'est vide, et il n’y a pas d’adresse non plus',
  'is no CSV': 'n’est pas du CSV',
  'is no e-mail address': 'n’est pas une adresse e-mail',
  'is no product that we were told of': 'n’est pas un produit signalé',
  'is no time that can be read: look at the order of dates': 'n’est pas une date lisible : voyez l’ordre des dates',
  'is no user that we have an address of': 'n’est pas un utilisateur à l’adresse connue',
  'is no user that we were told of': 'n’est pas un utilisateur signalé',
  'is no whole number': 'n’est pas un nombre entier',
  'is too large': 'est trop grand',
  'must be an ISO 4217 code like EUR': 'doit être un code ISO 4217 comme EUR',
  'must name a product or a category, and not both': 'doit nommer un produit ou une catégorie, pas les deux',
  'opens a quote that is never closed, or is far too long: nothing below it could be read':
    'ouvre un guillemet jamais fermé, ou est bien trop long : rien en dessous n’a pu être lu',
  'opens a quote that is never closed: nothing below it could be read':
    'ouvre un guillemet jamais fermé : rien en dessous n’a pu être lu',
  'was not taken: the mailing list is gone': 'n’a pas été pris : la liste de diffusion n’existe plus',
  'has {1} cells where the head has {2}': 'a {1} cellules quand l’en-tête en a {2}',
  'is longer than {1} characters': 'dépasse {1} caractères',
  'is no sum in {1}': 'n’est pas un montant en {1}',
  'is no sum with at most {1} decimals: look at the decimal mark':
    'n’est pas un montant à {1} décimales au plus : voyez le séparateur décimal',
  'is one line too many: an order has at most {1}': 'est une ligne de trop : une commande en a {1} au plus',
  'the server does not list the messages of the folder': 'le serveur n’énumère pas les messages du dossier',
  'More than 1 % of the letters could not be made: {1}': 'Plus de 1 % des lettres n’ont pu être faites : {1}',
  '{1} leads to an address that is no mail server’s: write the name of the relay.':
    '{1} mène à une adresse qui n’est pas celle d’un serveur de messagerie : écrivez le nom du relais.',
  'A part of “{1}” was refused after its check.': 'Une partie de « {1} » a été refusée après vérification.',
  'Issue {1} was merged into {2}: name that one.': 'La demande {1} a été fusionnée avec {2} : nommez celle-là.',
  'no reason given': 'sans raison donnée',
  'its answer is too long': 'sa réponse est trop longue',
  'Paused by hand.': 'Mise en pause à la main.',
}
