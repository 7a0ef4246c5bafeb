import type { proofWords as en } from '../en-proof.ts'

/** Whether a mail is from whom it says: the sentences behind the badge, and the settings that they go by; in German. */
export const proofWords: typeof en = {
  proof: {
    question: 'Ist sie echt?',
    none: 'Es gab nichts zu fragen: Die E-Mail trägt keine Unterschrift und kam auf einem Weg, der nichts über ihren Absender sagt.',
    reasons: {
      'dmarc-pass': (domain) => `${domain} bürgt für diese E-Mail (DMARC).`,
      'dkim-pass': (domain) => `${domain} hat diese E-Mail mit eigenem Schlüssel unterschrieben.`,
      'arc-pass': (domain) =>
        `Ein Weiterleiter, dem Sie vertrauen, sah, dass ${domain} für diese E-Mail bürgte, und hat das versiegelt (ARC).`,
      'dmarc-fail': (domain) =>
        `${domain} sagt, dass diese E-Mail nicht von dort ist, und bittet, solchen nicht zu trauen (DMARC). Vielleicht schreibt jemand in fremdem Namen.`,
      'two-authors': () =>
        'Sie nennt zwei Absender. Programme zeigen den einen oder den anderen, also wird keinem geglaubt.',
      'no-author': () => 'Ihr From-Feld nennt keinen Absender sicher, also kann niemand für ihn bürgen.',
      'policy-none': (domain) =>
        `Nichts zeigt, dass diese E-Mail von ${domain} ist, aber diese Domain beobachtet nur und bittet nicht um Misstrauen (p=none).`,
      forwarded: (domain) =>
        `Sie kam über einen Ihrer Weiterleiter, der den Beleg von ${domain} zerstört: Ein fehlender Beleg sagt also nichts.`,
      'part-signed': (domain) =>
        `${domain} hat nur den Anfang dieser E-Mail unterschrieben. Den Rest kann jeder angefügt haben.`,
      'no-policy': (domain) =>
        `${domain} veröffentlicht nichts, woran sich ihre E-Mails von Fälschungen unterscheiden ließen.`,
      'no-answer': (domain) =>
        `Die Nameserver von ${domain} haben nicht rechtzeitig geantwortet. Sie werden einige Stunden lang wieder gefragt.`,
      'no-client': (domain) =>
        `Sie kam auf einem Weg, der den Rechner des Absenders verbirgt, also ließ sich ${domain} nicht danach fragen.`,
      'provider-pass': (domain) => `Ihr Mailanbieter hat geprüft, dass sie von ${domain} ist.`,
      'provider-fail': (domain) =>
        `Ihr Mailanbieter hat festgestellt, dass sie nicht von ${domain} ist; diese Domain bittet, solchen nicht zu trauen.`,
      'provider-silent': () => 'Ihr Mailanbieter sagt nichts über die Domain des Absenders.',
    },
    domain: 'Domain des Absenders',
    nobody: 'die Domain des Absenders',
    signature: 'Unterschrift',
    signedBy: (domain, aligned) => (aligned ? `${domain}, die des Absenders` : `${domain}, eine fremde`),
    spf: 'Sendender Rechner',
    spfOf: (ip, domain) => (ip ? `${ip} für ${domain}` : domain),
    policy: 'Was die Domain verlangt',
    policies: {
      none: 'nichts, sie beobachtet nur',
      quarantine: 'Durchgefallenes zurückzuhalten',
      reject: 'Durchgefallenes abzulehnen',
    },
    sealed: 'Weitergeleitet und versiegelt von',
    checkedBy: 'Geprüft von',
    results: {
      pass: 'belegt',
      fail: 'nicht belegt',
      softfail: 'zweifelhaft',
      neutral: 'sagt nichts',
      none: 'nichts veröffentlicht',
      policy: 'zu schwach',
      temperror: 'keine Antwort',
      permerror: 'falsch veröffentlicht',
      skipped: 'nicht geprüft',
    },
    looked: 'Ich habe nachgesehen',
    heldWaits: 'Hier wartet eine zurückgehaltene Antwort: Entscheiden Sie zuerst über sie.',
  },
  senders: {
    title: 'Absender und Junk',
    menu: 'Absender und Junk',
    hint: 'E-Mails eines gesperrten Absenders werden zurückgehalten und nie verworfen. Wer immer eingelassen wird, gilt nicht als Junk, außer seine Domain nennt die E-Mail gefälscht.',
    sender: 'Adresse oder Domain',
    senderHint: 'ada@shop.example, oder shop.example mit allem darunter.',
    allow: 'Immer einlassen',
    block: 'Sperren',
    allowed: 'Eingelassen',
    blocked: 'Gesperrt',
    remove: 'Entfernen',
    removeOf: (sender) => `${sender} entfernen`,
    by: (name) => `von ${name}`,
    empty: 'Niemand steht auf der Liste.',
    wrong: 'Bitte schreiben Sie eine Adresse wie ada@shop.example oder eine Domain wie shop.example.',
    trust: 'Wessen Wort zählt',
    forwarders: 'Weiterleiter',
    forwardersHint:
      'Wer Ihnen fremde E-Mails weiterreicht: Adressen, Netze wie 198.51.100.0/24 oder Domains. Ein dort zerstörter Beleg gilt nicht als Fehlschlag.',
    sealers: 'Vertraute Siegel (ARC)',
    sealersHint: 'Domains von Verteilern und Weiterleitern, deren Wort über den ersten Absender Sie annehmen.',
    filter: 'Junk-Filter davor',
    filters: { none: 'Keiner', rspamd: 'rspamd', spamassassin: 'SpamAssassin' },
    peers: 'Woher dessen E-Mails kommen',
    peersHint:
      'Adressen oder Netze; schreiben Sie imap für abgerufene E-Mails. Vermerke auf E-Mails von anderswo zählen nicht.',
    wrongEntry: (entry) => `${entry} ist weder Domain noch Adresse oder Netz.`,
    save: 'Speichern',
  },
}
