import type { Sayings } from '../said-by.ts'

/** Where a mail was put and why, in German: the signs, main clauses all, which stand within the sentences below them. */
export const whys: Sayings = {
  'it came to the reply address of our letter': 'sie kam an die Antwortadresse unseres Briefs',
  'it names our letter as the one it answers': 'sie nennt unseren Brief als den beantworteten',
  'it names our letter by the id that a mail service on the way gave it':
    'sie nennt unseren Brief mit der Kennung, die ein Maildienst unterwegs ihm gab',
  'it names an earlier mail of this conversation': 'sie nennt eine frühere E-Mail dieses Gesprächs',
  'it answers the same mail, unknown to us, as an earlier one does':
    'sie beantwortet dieselbe, uns unbekannte E-Mail wie eine frühere',
  'our signed mark stands in its words': 'unsere unterschriebene Marke steht in ihren Worten',
  'its subject or its Outlook conversation is the same': 'ihr Betreff oder ihr Outlook-Gespräch ist dasselbe',
  'is about something else': 'handelt von etwas anderem',
  'it came to the return address of our letter': 'sie kam an die Rücksendeadresse unseres Briefs',
  'a sender without a clear address': 'ein Absender ohne klare Adresse',
  'A new issue: this mail answers nothing that we know of.':
    'Ein neuer Vorgang: Diese E-Mail beantwortet nichts Bekanntes.',
  'It came to the unsubscribe address of a campaign letter: its recipient gets no more of them.':
    'Sie kam an die Abmeldeadresse eines Kampagnenbriefs: Sein Empfänger bekommt keine mehr.',
  'Put here because {1}, and its sender takes part in this issue.':
    'Hier, denn {1}, und ihr Absender nimmt an diesem Vorgang teil.',
  'Reopened this issue because {1}, and its sender takes part in it.':
    'Hat diesen Vorgang wieder geöffnet, denn {1}, und ihr Absender nimmt daran teil.',
  'Put here because {1}, and its sender takes part in this issue. What it answers dealt with {2}: it stands in each.':
    'Hier, denn {1}, und ihr Absender nimmt an diesem Vorgang teil. Das Beantwortete behandelte {2}: Sie steht in jedem.',
  'A new issue: the mail claims to answer {1}, but its sender does not take part in that issue.':
    'Ein neuer Vorgang: Die E-Mail will {1} beantworten, aber ihr Absender nimmt an jenem Vorgang nicht teil.',
  'A new issue: {1}, but its sender is not proven, and that sign alone is too weak.':
    'Ein neuer Vorgang: {1}, aber ihr Absender ist nicht belegt, und dieses Anzeichen allein ist zu schwach.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before.':
    'Ein neuer Vorgang als Fortsetzung von {1}: {2}, aber jener wurde mehr als {4} Tage zuvor geschlossen.',
  'A new issue that continues {1}: {2}, but {3} was closed more than {4} days before, and the sender is not proven.':
    'Ein neuer Vorgang als Fortsetzung von {1}: {2}, aber jener wurde mehr als {4} Tage zuvor geschlossen, und der Absender ist nicht belegt.',
  'A new issue that continues {1}: {2}, but {3} {4}.':
    'Ein neuer Vorgang als Fortsetzung von {1}: {2}, aber jener {4}.',
  'Held: {1} answered to this issue’s reply address but does not take part in it.':
    'Zurückgehalten: {1} antwortete an die Antwortadresse dieses Vorgangs, nimmt aber nicht daran teil.',
  'Held: {1}, but its sender’s domain says that it is not genuine.':
    'Zurückgehalten: {1}, aber die Domain ihres Absenders nennt sie unecht.',
  'Put here because {1}. A program wrote it, so nothing was reopened.':
    'Hier, denn {1}. Ein Programm schrieb sie, also wurde nichts wieder geöffnet.',
  'Put here because it is a letter of this desk that came back to it. Nothing was reopened.':
    'Hier, denn es ist ein eigener Brief, der zurückkam. Nichts wurde wieder geöffnet.',
  'Held: it bears the address and the Message-ID of a letter of this desk, but says something else than that letter.':
    'Zurückgehalten: Sie trägt Adresse und Message-ID eines eigenen Briefs, sagt aber etwas anderes als er.',
  '{1} forwarded this mail; it names who wrote it first.':
    '{1} hat diese E-Mail weitergeleitet; sie nennt, wer sie zuerst schrieb.',
  '{1} copied them in, but nobody vouches that it was really them who wrote':
    '{1} nahm diese Person in Kopie, aber niemand bürgt dafür, dass wirklich sie schrieb',
  'a copy of this mail came to the reply address of a letter there':
    'eine Kopie dieser E-Mail kam an die Antwortadresse eines Briefs dort',
  'a mail there, which came first, names this one as what it answers':
    'eine E-Mail dort, die zuerst kam, nennt diese als die beantwortete',
  'Put here because a rep let it in.': 'Hier, denn ein Mitarbeiter hat sie eingelassen.',
  'A new issue: a rep let this mail in.': 'Ein neuer Vorgang: Ein Mitarbeiter hat diese E-Mail eingelassen.',
  'Held: it could not be read whole.': 'Zurückgehalten: Sie ließ sich nicht ganz lesen.',
  '{1}, but its sender does not take part there': '{1}, aber ihr Absender nimmt dort nicht teil',
  '{1}; its sender is not proven': '{1}; ihr Absender ist nicht belegt',
  '{1}; other signs point to where it is now': '{1}; andere Anzeichen sprechen für den jetzigen Platz',
  'its subject names {1}, and the same sender wrote there': 'ihr Betreff nennt {1}, und derselbe Absender schrieb dort',
  'the same sender wrote about the same subject less than 14 days before':
    'derselbe Absender schrieb keine 14 Tage zuvor zum selben Betreff',
  'Outlook counts both as one conversation': 'Outlook zählt beide als ein Gespräch',
  '{1} ({2}).': '{1} ({2}).',
  '{1} is of the same message and stays without an answer.': '{1} gehört zur selben Nachricht und bleibt ohne Antwort.',
  '“{1}” was not filled in: write what belongs there, or take it out.':
    '„{1}“ wurde nicht ausgefüllt: Schreiben Sie, was dorthin gehört, oder nehmen Sie es heraus.',
  '“{1}” is perhaps misspelled.': '„{1}“ ist vielleicht falsch geschrieben.',
  '1 more words are perhaps misspelled.': '1 weiteres Wort ist vielleicht falsch geschrieben.',
  '{1} more words are perhaps misspelled.': '{1} weitere Wörter sind vielleicht falsch geschrieben.',
  'There is no issue {1}.': 'Vorgang {1} gibt es nicht.',
  'There is no customer {1}: choose another one.': 'Kunde {1} gibt es nicht: Wählen Sie einen anderen.',
  'It is in issue {1} already: name another one.': 'Sie ist schon in Vorgang {1}: Nennen Sie einen anderen.',
  'At most {1} addresses take part in an issue.': 'An einem Vorgang nehmen höchstens {1} Adressen teil.',
  'These are {1} issues: name at most {2} at once.': 'Das sind {1} Vorgänge: Nennen Sie höchstens {2} auf einmal.',
  'There is a list “{1}” already.': 'Eine Liste „{1}“ gibt es schon.',
  'There is a list called {1} already.': 'Eine Liste namens {1} gibt es schon.',
  'Another program is called “{1}”: take another name.':
    'Ein anderes Programm heißt „{1}“: Nehmen Sie einen anderen Namen.',
}
