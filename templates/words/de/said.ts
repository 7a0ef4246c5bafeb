import type { saidWords as en } from '../en-said.ts'
import { type Sayings, sayer } from '../said-by.ts'
import { faults } from './said-faults.ts'
import { findings } from './said-findings.ts'
import { reasons } from './said-reasons.ts'
import { whys } from './said-why.ts'

const known: Sayings = {
  'Somebody wrote while you did: read that first.': 'Inzwischen hat jemand geschrieben: Lesen Sie das zuerst.',
  '{1} wrote while you did: read that first.': 'Inzwischen hat {1} geschrieben: Lesen Sie das zuerst.',
  'You wrote “{1}”, but no file goes along.': 'Sie schrieben „{1}“, aber keine Datei geht mit.',
  'The subject is empty.': 'Der Betreff ist leer.',
  '{1} has had no part in this conversation: they get to read it now.':
    '{1} war an diesem Gespräch nicht beteiligt und bekommt es jetzt zu lesen.',
  '{1} is new to this desk: check that it is right.': '{1} ist hier neu: Prüfen Sie, ob es stimmt.',
  'The person’s record': 'Der Eintrag der Person',
  'The first of the person’s first names': 'Der erste ihrer Vornamen',
  'The person’s first address': 'Die erste Adresse der Person',
  'The order that the issue names': 'Die Bestellung, die der Vorgang nennt',
  'The order, as the shop told it': 'Die Bestellung, wie der Shop sie gemeldet hat',
  'The order, as the shop told it; empty when nothing was':
    'Die Bestellung, wie der Shop sie gemeldet hat; leer, wenn nichts war',
  'The order’s lines, as one text': 'Die Positionen der Bestellung, als ein Text',
  'The order’s lines, for a loop: name, quantity, amount, state':
    'Die Positionen der Bestellung, für eine Schleife: name, quantity, amount, state',
  'The newest shipment': 'Die neueste Sendung',
  'The issue': 'Der Vorgang',
  'The issue’s types, as one text': 'Die Arten des Vorgangs, als ein Text',
  'The gift certificate that goes with the letter': 'Der Geschenkgutschein, der mit dem Brief geht',
  'Whoever inserts it': 'Wer ihn einfügt',
  'The mailbox that the letter goes from': 'Das Postfach, von dem der Brief ausgeht',
  'The name of the mailbox, else its domain': 'Der Name des Postfachs, sonst seine Domain',
  'The day of inserting': 'Der Tag des Einfügens',
  'The shop’s user, else the person’s record': 'Der Benutzer des Shops, sonst der Eintrag der Person',
  'The first of the first names': 'Der erste der Vornamen',
  'The address that the letter goes to': 'Die Adresse, an die der Brief geht',
  'The shop’s user': 'Der Benutzer des Shops',
  'The gift certificate of the campaign': 'Der Geschenkgutschein der Kampagne',
  'The mailbox that the letter comes from': 'Das Postfach, von dem der Brief kommt',
  'What the campaign is called here': 'Wie die Kampagne hier heißt',
  'Of this very recipient': 'Genau dieses Empfängers',
  'The public copy of the letter, where that is on': 'Die öffentliche Fassung des Briefs, wo sie eingeschaltet ist',
  'a code that only the letter shows': 'ein Code, den nur der Brief zeigt',
  'Bulk mail names a postal address: write it under Settings, Sender of bulk mail.':
    'Massenbriefe nennen eine Postanschrift: Schreiben Sie sie unter Einstellungen, Absender von Massenbriefen.',
  'Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.':
    'Massenbriefe sagen, wer dahintersteht: Schreiben Sie den Rechtstext unter Einstellungen, Absender von Massenbriefen.',
  'Consent is given to a mailing list: name the one that this goes to.':
    'Eingewilligt wird in einen Verteiler: Nennen Sie den, an den dies geht.',
  'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.':
    'Ein Soft-Opt-in setzt voraus, dass die Kasse den Widerspruch anbietet: Schreiben Sie seit wann und mit welchen Worten unter Einstellungen, Absender von Massenbriefen.',
  'Write what the list is called.': 'Schreiben Sie, wie der Verteiler heißt.',
  'Whether its letters report opens and clicks is said before it is launched.':
    'Ob ihre Briefe Öffnungen und Klicks melden, steht vor dem Start fest.',
  'This mail names no clear address: it cannot be added to anybody.':
    'Diese E-Mail nennt keine klare Adresse: Sie lässt sich niemandem zuordnen.',
  'This mail is not held any more.': 'Diese E-Mail ist nicht mehr zurückgehalten.',
  'This is the only mailbox: add another one first.': 'Das ist das einzige Postfach: Fügen Sie erst ein anderes hinzu.',
  'This is the only issue that holds it: link it to another issue first, then take it out here.':
    'Das ist der einzige Vorgang, der sie enthält: Verknüpfen Sie sie erst mit einem anderen, dann nehmen Sie sie hier heraus.',
  'This certificate is void: nothing can be put back on it.':
    'Dieser Gutschein ist ungültig: Ihm lässt sich nichts zurückgeben.',
  'This certificate is void already.': 'Dieser Gutschein ist schon ungültig.',
  'There is no postal code in this file: each line is a code, a comma and a place.':
    'In dieser Datei steht keine Postleitzahl: Jede Zeile ist eine Postleitzahl, ein Komma und ein Ort.',
  'The file is empty, or has no head.': 'Die Datei ist leer oder hat keine Kopfzeile.',
  'The desk needs this list: retire its items instead.':
    'Diese Liste wird gebraucht: Mustern Sie stattdessen ihre Einträge aus.',
  'That is this issue itself: name another one.': 'Das ist dieser Vorgang selbst: Nennen Sie einen anderen.',
  'Somebody changed this customer at the same moment: try again.':
    'Jemand hat diesen Kunden im selben Moment geändert: Versuchen Sie es noch einmal.',
  'Say what the new issue is about: mark some words, or give a subject.':
    'Sagen Sie, worum es im neuen Vorgang geht: Markieren Sie Wörter oder geben Sie einen Betreff an.',
  'Only a certificate that can be spent is sent again.':
    'Nur ein Gutschein, der eingelöst werden kann, wird noch einmal gesendet.',
  'None of its certificates is worth anything any more.': 'Keiner ihrer Gutscheine ist noch etwas wert.',
  'It is nobody’s yet: its buyer named whom it is for.':
    'Er gehört noch niemandem: Wer ihn gekauft hat, hat gesagt, für wen er ist.',
  'It is all that this issue holds: there is nothing to part it from.':
    'Das ist alles, was dieser Vorgang enthält: Es gibt nichts, wovon es zu trennen wäre.',
  'Everything in this issue comes after it: split at a later message.':
    'Alles in diesem Vorgang kommt danach: Teilen Sie an einer späteren Nachricht.',
  'Choose both files: the .aff and the .dic.': 'Wählen Sie beide Dateien: die .aff und die .dic.',
  'Another person than who wrote it has to approve it.': 'Jemand anderes als der Verfasser muss sie freigeben.',
  'An API key needs a name, so that it can be revoked.':
    'Ein API-Schlüssel braucht einen Namen, damit er widerrufen werden kann.',
}

/** Sentences that the rooms say themselves, in German. */
export const saidWords: typeof en = { said: sayer({ ...known, ...whys, ...reasons, ...faults, ...findings }) }
