import type { startWords as en } from '../en-start.ts'

/** Getting started: first steps, demo data, suggested texts, servers found, import from another helpdesk, in German. */
export const startWords: typeof en = {
  start: {
    title: 'Einstieg',
    hint: 'Erste Schritte, Demodaten und was ein anderer Helpdesk enthält.',
    lead: 'Was aus einer leeren Installation einen Kundendienst macht. Jeder Schritt zeigt von selbst, wann er getan ist.',
    steps: 'Erste Schritte',
    progress: (done, all) => `${done} von ${all} getan`,
    done: 'getan',
    open: 'zu tun',
    allDone: 'Alles ist getan. Der Kundendienst gehört Ihnen.',
    hide: 'Auf der Startseite ausblenden',
    show: 'Auf der Startseite zeigen',
    more: 'Alles zum Einstieg',
    step: {
      mail: {
        name: 'Eine erste E-Mail bekommen',
        todo: (address) => `Schreiben Sie eine an ${address} oder lassen Sie die Testmail schicken.`,
        go: 'Wo E-Mails hereinkommen',
      },
      answer: {
        name: 'Die E-Mail beantworten',
        todo: () => 'Vorgang öffnen, schreiben, senden.',
        go: 'Offene Vorgänge',
      },
      mailbox: {
        name: 'Ein Postfach verbinden',
        todo: () => 'Ihre Supportadresse bei Ihrem Anbieter: Die Server finden sich anhand der Adresse.',
        go: 'Postfächer',
      },
      relay: {
        name: 'Sagen, wo Briefe hinausgehen',
        todo: () => 'Ohne Relay werden Briefe aufbewahrt und nicht verschickt.',
        go: 'Zu den Relays',
      },
      name: {
        name: 'Name und Signatur',
        todo: (address) =>
          `Briefe kommen von einem bloßen ${address}, bis sein Postfach einen Namen hat; was darunter steht, ist bei den Signaturen.`,
        go: 'Postfächer',
      },
      colleague: {
        name: 'Einen Kollegen einladen',
        todo: () => 'Mit einem Link, der einmal gilt.',
        go: 'Mitarbeiter',
      },
      customers: {
        name: 'Kunden und Bestellungen bringen',
        todo: () => 'Aus CSV-Dateien Ihres Shops oder über die API.',
        go: 'Shopdaten einlesen',
      },
      canned: {
        name: 'Drei Textbausteine aufbewahren',
        todo: (have) => `Vorhanden: ${have}. Ein Klick fügt Vorschläge hinzu.`,
        go: 'Textbausteine',
      },
      spelling: {
        name: 'Die Sprachen der Rechtschreibprüfung wählen',
        todo: () => 'Die erste ist die übliche.',
        go: 'Rechtschreibung',
      },
    },
    flash: {
      hidden: 'Die ersten Schritte sind ausgeblendet.',
      shown: 'Die ersten Schritte werden wieder gezeigt.',
      canned: (n) => (n === 1 ? '1 Textbaustein ist hinzugefügt.' : `${n} Textbausteine sind hinzugefügt.`),
    },
    demo: {
      title: 'Demodaten',
      lead: 'Einige Kunden mit Gesprächen, um etwas auszuprobieren. Sie sind sichtlich erfunden, ihre Adressen führen nirgendwohin, und Sie können sie wieder entfernen. Wer eine Kampagne oder einen Gutschein bekam, bleibt als Datensatz ohne Namen.',
      add: 'Demodaten hinzufügen',
      there: (people, issues, entries) =>
        `Vorhanden: ${people === 1 ? '1 Demokunde' : `${people} Demokunden`} mit ${issues === 1 ? '1 Vorgang' : `${issues} Vorgängen`} und ${entries === 1 ? '1 Kontakt' : `${entries} Kontakten`}.`,
      also: 'Was Sie in diesen Vorgängen schrieben, verschwindet auch. Das lässt sich nicht rückgängig machen.',
      remove: 'Demodaten entfernen',
      sure: 'Alles entfernen?',
      removed: 'Die Demodaten sind fort.',
      added: 'Die Demodaten sind da.',
      busy: 'Ein Brief in diesen Vorgängen wird gerade verschickt: Versuchen Sie es in einer Minute noch einmal.',
      kept: (issues) =>
        `${issues === 1 ? 'Ein Vorgang ist' : `${issues} Vorgänge sind`} inzwischen mit anderen verbunden und ${issues === 1 ? 'kann' : 'können'} nicht weg: Trennen Sie zuerst.`,
    },
    canned: {
      title: 'Vorgeschlagene Textbausteine',
      lead: 'Texte, die jeder Shop braucht, in der gewählten Sprache, für alle. Bereits vergebene Titel werden ausgelassen.',
      language: 'Sprache',
      add: 'Vorgeschlagenen Satz hinzufügen',
      none: 'Alle sind schon da.',
    },
    found: {
      title: 'Server finden',
      lead: 'Allein aus der Adresse: was ihre Domain von sich sagt, was der Anbieter veröffentlicht, sonst gut geraten.',
      address: 'E-Mail-Adresse',
      find: 'Suchen',
      none: (domain) =>
        `Für ${domain} ist nichts veröffentlicht: Fragen Sie Ihren Anbieter nach den Namen seiner Server.`,
      bad: 'Bitte schreiben Sie eine Adresse wie support@shop.example.',
      imap: 'E-Mails kommen von',
      smtp: 'Briefe gehen an',
      at: (host, port, safe) => `${host}, Port ${port}, ${safe ? 'verschlüsselt' : 'nicht verschlüsselt'}`,
      user: (name) => `Benutzername ${name}`,
      source: {
        srv: 'im DNS der Domain veröffentlicht',
        autoconfig: 'von der Domain veröffentlicht',
        provider: 'vom Anbieter veröffentlicht, der ihre E-Mails annimmt',
        guess: 'geraten: nur dass es einen Server dieses Namens gibt',
      },
      take: 'Für ein Postfach nehmen',
      byHand: 'Das Postfach von Hand eintragen',
      takeRelay: 'Für ein Relay nehmen',
    },
    helpdesk: {
      title: 'Aus einem anderen Helpdesk einlesen',
      lead: 'Kunden, Vorgänge mit Stand und Zeiten und das Geschriebene, als Verlauf. Nichts wird verschickt, niemand benachrichtigt. Dieselbe Datei noch einmal ergänzt nur Neues.',
      from: 'Woher',
      zendesk: 'Zendesk: die JSON-Ausgabe von Tickets, Benutzern und Kommentaren, in einer Datei oder mehreren.',
      freescout:
        'FreeScout: Antworten seiner API als JSON (Kunden, Gespräche mit Beiträgen) oder seine Tabellen als CSV.',
      files: 'Dateien',
      filesHint: 'Hier bis 25 MB. Mehr mit dem Befehl: import-helpdesk PFAD.',
      mailbox: 'Für das Postfach',
      start: 'Einlesen',
      none: 'Bitte wählen Sie zuerst die Dateien.',
      done: (people, issues, entries) => `Neu: ${people} Kunden, ${issues} Vorgänge, ${entries} Kontakte.`,
      skipped: (n, text) => (n === 1 ? '1 Eintrag wurde ausgelassen:' : `${text} Einträge wurden ausgelassen:`),
    },
  },
}
