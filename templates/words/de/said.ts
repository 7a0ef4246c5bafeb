import type { saidWords as en } from '../en-said.ts'

const known: Readonly<Record<string, string>> = {
  'The person’s record': 'Der Datensatz der Person',
  'The first of the person’s first names': 'Der erste ihrer Vornamen',
  'The person’s first address': 'Die erste Adresse der Person',
  'The order that the issue names': 'Die Bestellung, die der Vorgang nennt',
  'The order, as the shop told it': 'Die Bestellung, wie der Shop sie gemeldet hat',
  'The order, as the shop told it; empty when nothing was':
    'Die Bestellung, wie der Shop sie gemeldet hat; leer, wenn nichts war',
  'The order’s lines, as one text': 'Die Posten der Bestellung, als ein Text',
  'The order’s lines, for a loop: name, quantity, amount, state':
    'Die Posten der Bestellung, für eine Schleife: name, quantity, amount, state',
  'The newest shipment': 'Die neueste Sendung',
  'The issue': 'Der Vorgang',
  'The issue’s types, as one text': 'Die Typen des Vorgangs, als ein Text',
  'The gift certificate that goes with the letter': 'Der Geschenkgutschein, der mit dem Brief geht',
  'Whoever inserts it': 'Wer ihn einfügt',
  'The mailbox that the letter goes from': 'Das Postfach, von dem der Brief ausgeht',
  'The name of the mailbox, else its domain': 'Der Name des Postfachs, sonst seine Domain',
  'The day of inserting': 'Der Tag des Einfügens',
  'The shop’s user, else the person’s record': 'Der Benutzer des Shops, sonst der Datensatz der Person',
  'The first of the first names': 'Der erste der Vornamen',
  'The address that the letter goes to': 'Die Adresse, an die der Brief geht',
  'The shop’s user': 'Der Benutzer des Shops',
  'The gift certificate of the campaign': 'Der Geschenkgutschein der Kampagne',
  'The mailbox that the letter comes from': 'Das Postfach, von dem der Brief kommt',
  'What the campaign is called here': 'Wie die Kampagne hier heißt',
  'Of this very recipient': 'Genau dieses Empfängers',
  'The public copy of the letter, where that is on': 'Die öffentliche Kopie des Briefs, wo sie eingeschaltet ist',
  'a code that only the letter shows': 'ein Code, den nur der Brief zeigt',
  'Bulk mail names a postal address: write it under Settings, Sender of bulk mail.':
    'Massenbriefe nennen eine Postanschrift: Schreiben Sie sie unter Einstellungen, Absender von Massenbriefen.',
  'Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.':
    'Massenbriefe sagen, wer dahintersteht: Schreiben Sie den rechtlichen Text unter Einstellungen, Absender von Massenbriefen.',
  'Consent is given to a mailing list: name the one that this goes to.':
    'Eingewilligt wird in einen Verteiler: Nennen Sie den, an den dies geht.',
  'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.':
    'Ein Soft-Opt-in setzt voraus, dass die Kasse den Widerspruch anbietet: Schreiben Sie seit wann und mit welchen Worten unter Einstellungen, Absender von Massenbriefen.',
}

/** Sentences that the rooms say themselves, in German. */
export const saidWords: typeof en = { said: (sentence) => known[sentence] ?? sentence }
