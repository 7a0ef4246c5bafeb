import type { CustomerMail } from './customer-mail.ts'
import { type CustomerName, customers } from './customers.ts'
import { textPdf, tunnelPng } from './pictures.ts'

/** One matter: how it began, what the shop answered, what came back. */
export type Story = Readonly<{
  who: CustomerName
  subject: string
  text: string
  mail?: Partial<CustomerMail>
  daysAgo: number
  types?: readonly string[]
  orderId?: string
  mine?: boolean
  note?: string
  answer?: string
  close?: boolean
  comesBack?: string
}>

const sand = [
  [232, 205, 150],
  [176, 128, 66],
] as const
const gel = [
  [150, 214, 232],
  [40, 110, 170],
] as const

export const stories: readonly Story[] = [
  {
    who: 'ines',
    subject: 'My queen arrived asleep?',
    text: 'Hello,\n\nthe parcel came this morning (order AF-20417). All workers run about, but the queen lies still at the bottom of the tube.\nIs she asleep from the cold or should I worry? A photo is attached.\n\nThank you!\nInés',
    mail: { attachments: [{ filename: 'queen.png', content: tunnelPng(320, 220, sand), contentType: 'image/png' }] },
    daysAgo: 0.1,
    types: ['Live animals'],
    orderId: 'AF-20417',
    mine: true,
    answer:
      'Dear Inés,\n\nshe most likely sleeps: queens go stiff below 15 °C. Put the tube in a warm room (not in the sun) for two hours and do not shake it.\nIf she does not move by tonight, just answer here and a new queen leaves tomorrow, free of charge.\n\nDana, Anthill & Daughters',
    comesBack:
      'She moves!! Thank you so much, the whole family watched her wake up.\nOne more question: when may I feed them for the first time?\n\nInés',
  },
  {
    who: 'tom',
    subject: 'WRONG ITEM AGAIN',
    text: 'This is the second time. I ordered the Gel Farm (blue), I got the Sand Farm (large). My son’s birthday is on Saturday.\n\nWhat are you going to do about it?\n\nT. Whitfield',
    daysAgo: 0.2,
    types: ['Complaint', 'Wrong item'],
    orderId: 'AF-20388',
    note: 'Second wrong item for AF-20388: the shelf labels of gel and sand were swapped last week. Courier can do Friday before noon.',
    answer:
      'Dear Mr Whitfield,\n\nyou are right to be annoyed, and I am sorry. The blue Gel Farm left an hour ago by courier and arrives on Friday before noon. Keep the Sand Farm, or send it back with the label in the box whenever it suits you.\n\nDana',
    close: true,
    comesBack: 'OK. It came, it is blue, he is happy. Credit where it is due.\n\nTom',
  },
  {
    who: 'hanna',
    subject: 'Lieferung nach Österreich?',
    text: 'Guten Tag,\n\nliefern Sie das Modell „Ameisenpalast“ auch nach Österreich, und was kostet der Versand?\nIm Warenkorb lässt sich nur Deutschland wählen.\n\nViele Grüße\nHanna Brückner',
    daysAgo: 0.9,
    types: ['Shipping'],
    answer:
      'Guten Tag Frau Brückner,\n\nja, gern: nach Österreich kostet der Versand 7,90 €, lebende Tiere reisen nur von Montag bis Mittwoch. Das Land fehlte im Warenkorb, jetzt steht es da.\n\nFreundliche Grüße\nDana',
    close: true,
  },
  {
    who: 'lucie',
    subject: 'Facture pour la commande AF-20102',
    text: 'Bonjour,\n\npourriez-vous m’envoyer la facture de la commande AF-20102 au nom de l’école ? Le service comptable la demande avant vendredi.\n\nMerci d’avance,\nLucie Marchand',
    mail: {
      attachments: [
        {
          filename: 'bon-de-commande.pdf',
          content: textPdf(['Bon de commande 2026-118', 'Ferme a fourmis, grand modele', 'Quantite: 2']),
          contentType: 'application/pdf',
        },
      ],
    },
    daysAgo: 1.2,
    types: ['Invoice'],
    orderId: 'AF-20102',
    mine: true,
  },
  {
    who: 'kenji',
    subject: 'アリの巣の観察セットについて',
    text: 'はじめまして。\n\n大きいサイズの観察セットは、日本まで送ってもらえますか？\n生きたアリは必要ありません。砂とケースだけで結構です。\n\nよろしくお願いいたします。\n森田',
    daysAgo: 1.4,
    types: ['Shipping'],
  },
  {
    who: 'olga',
    subject: 'Reklamacja: pęknięta szyba',
    text: 'Dzień dobry,\n\nszyba w farmie pękła po trzech dniach, mrówki wyszły do kuchni. Proszę o wymianę albo zwrot pieniędzy.\n\nOlga Wiśniewska',
    mail: {
      html: '<div style="font-family:Georgia,serif"><p>Dzień dobry,</p><p>szyba w farmie <b>pękła po trzech dniach</b>, mrówki wyszły do kuchni. Proszę o wymianę albo zwrot pieniędzy.</p><p><img src="cid:crack@example.test" width="280" alt="pęknięta szyba"></p><p style="color:#777">Olga Wiśniewska</p></div>',
      attachments: [
        {
          filename: 'szyba.png',
          content: tunnelPng(280, 180, gel),
          contentType: 'image/png',
          cid: 'crack@example.test',
        },
      ],
    },
    daysAgo: 1.6,
    types: ['Complaint', 'Broken'],
    orderId: 'AF-20350',
  },
  {
    who: 'sven',
    subject: 'Byta leveransadress',
    text: 'Hej!\n\nKan ni skicka AF-20431 till jobbet i stället? Granbacken 4, 123 45 Tallviken. Jag är bortrest hela veckan.\n\nMvh Sven',
    daysAgo: 2.1,
    types: ['Shipping'],
    orderId: 'AF-20431',
    answer: 'Hej Sven!\n\nKlart, paketet går till Granbacken 4 och lämnas på torsdag.\n\nDana',
    close: true,
  },
  {
    who: 'priya',
    subject: 'Bulk order for 14 classrooms',
    text: 'Hi,\n\nwe would like 14 large sand farms for our spring project, delivered by 2 March, with one invoice.\nCould you send an offer? We also need a safety sheet for the gel.\n\nBest,\nPriya Raman\nScience coordinator, Hillside Schools',
    daysAgo: 2.3,
    types: ['Sales'],
    mine: true,
    note: 'Fourteen is above the 10 % step. Ask the workshop whether 2 March holds before promising.',
    answer:
      'Hi Priya,\n\nfourteen large sand farms would be 10 % off, with delivery in the last week of February. The safety sheet comes with the offer tomorrow.\n\nDoes one drop-off at Hillside work, or shall we split it by school?\n\nDana',
    comesBack: 'One drop-off is fine, thank you! Our caretaker is there from 7 to 15.\n\nPriya',
  },
  {
    who: 'bea',
    subject: 'Formigas a fugir!!!',
    text: 'Boa tarde,\n\nas formigas fogem pela tampa do lado esquerdo. Já pus fita-cola, mas encontram sempre um caminho.\nHá alguma tampa nova?\n\nBeatriz',
    daysAgo: 2.8,
    types: ['Broken'],
  },
  {
    who: 'mrsoak',
    subject: 'Thank you from class 3b!',
    text: 'Dear Ant Farm people,\n\nour ants have dug eleven tunnels and one of them spells an L. We named the queen Gloria.\nDo ants know that we look at them?\n\nYours sincerely,\nclass 3b (all 24 of us)',
    mail: {
      attachments: [{ filename: 'our tunnels.png', content: tunnelPng(360, 240, sand), contentType: 'image/png' }],
    },
    daysAgo: 3.2,
    types: ['Praise'],
    answer:
      'Dear class 3b,\n\nwhat a beautiful L! Ants notice light and breath more than eyes, so if you sit very still they will not mind you at all.\nGreetings to Gloria,\n\nDana and everybody at Anthill & Daughters',
    close: true,
    comesBack:
      'We sat VERY still and one of them waved (Mia says it was cleaning its antenna).\nCan we visit the workshop?\n\nclass 3b',
  },
  {
    who: 'noah',
    subject: 'Re: gift card not working',
    text: 'It still says “invalid”.\n\nOn Monday, somebody from the shop wrote on the phone:\n> Please type it without the dashes.\n\nI did. With dashes, without, in capitals. Nothing.\n\nNoah',
    daysAgo: 3.5,
    types: ['Gift certificate'],
  },
  {
    who: 'carol',
    subject: 'Refund for AF-20290',
    text: 'Hello, I sent the farm back on the 3rd, tracking SP-99120-TEST says delivered. When do I get my money?\n\nCarol Okafor',
    daysAgo: 4.1,
    types: ['Refund'],
    orderId: 'AF-20290',
    answer:
      'Dear Carol,\n\nit arrived, thank you. The refund of 49.90 left today and should be on your card within three working days.\n\nDana',
    close: true,
  },
  {
    who: 'dirk',
    subject: 'Handleiding in het Nederlands?',
    text: 'Goedemiddag,\n\nis er ook een Nederlandse handleiding bij de gelfarm? Mijn dochter van acht wil alles zelf lezen.\n\nGroet, Dirk van Houten',
    daysAgo: 4.6,
    types: ['Question'],
  },
  {
    who: 'museum',
    subject: 'Loan of the glass giant for our exhibition',
    text: 'Dear colleagues,\n\nwe plan the exhibition “Small Cities” from May to August and would love to show your two-metre glass farm. Insurance and transport would be ours.\nThe floor plan is attached.\n\nKind regards,\nThe Little Insect Museum',
    mail: {
      cc: ['director@insect-museum.example'],
      attachments: [
        {
          filename: 'floor-plan.pdf',
          content: textPdf(['Small Cities', 'Room 2: glass giant', '2.1 m x 0.6 m']),
          contentType: 'application/pdf',
        },
      ],
    },
    daysAgo: 5.2,
    types: ['Sales'],
  },
  {
    who: 'sunny',
    subject: 'do your ants bite',
    text: 'asking for my little brother',
    daysAgo: 5.5,
    types: ['Question'],
    answer:
      'Hello Sunny,\n\nthe harvester ants in our farms can pinch if somebody puts a finger in. They cannot climb out through the vents, so: look, do not poke, and your brother is safe.\n\nDana',
    close: true,
  },
  {
    who: 'parcel',
    subject: 'Parcel SP-77310-TEST was delivered',
    text: 'Your parcel SP-77310-TEST was handed over at 14:02.\n\nThis message was made by a machine; nobody reads answers.',
    mail: {
      headers: { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' },
      html: '<style>body{background:#ffe}</style><table width="100%"><tr><td align="center"><h2>Delivered!</h2><p>Your parcel <b>SP-77310-TEST</b> was handed over at 14:02.</p><img src="http://pixel.snailpost.example/open.gif" width="1" height="1"><p><a href="https://snailpost.example/t/SP-77310-TEST">Follow it</a></p></td></tr></table><script>document.title="gotcha"</script>',
    },
    daysAgo: 0.4,
  },
  {
    who: 'hanna',
    subject: 'Sandfarbe',
    text: 'Noch eine Frage: Gibt es den Sand auch in Rot? Für das Kinderzimmer meiner Nichte.\n\nHanna Brückner',
    daysAgo: 0.3,
    types: ['Question'],
  },
  {
    who: 'kenji',
    subject: 'Out of office: Re: Your order AF-20455',
    text: 'I am away until Monday and read no mail. Your message waits for me.\n\n不在にしております。',
    mail: { headers: { 'Auto-Submitted': 'auto-replied', 'X-Autoreply': 'yes' } },
    daysAgo: 0.5,
  },
  {
    who: 'noah',
    subject: 'Tiny hats',
    text: 'Have you ever considered selling tiny hats for ants? My sketch is attached. I would buy at least six.\n\nNoah',
    mail: {
      attachments: [{ filename: 'hat-sketch.png', content: tunnelPng(200, 200, gel), contentType: 'image/png' }],
    },
    daysAgo: 0.6,
    types: ['Idea'],
  },
  {
    who: 'carol',
    subject: 'Can I add a queen to my order?',
    text: 'Hi again! Order AF-20466 has not left yet, has it? Then please add one queen (harvester). Charge the same card.\n\nCarol',
    daysAgo: 0.05,
    types: ['Order change'],
    orderId: 'AF-20466',
  },
]

export const sender = (story: Story) => customers[story.who]
