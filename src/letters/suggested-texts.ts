type Suggested = readonly [folder: string, title: string, body: string]

const hello = (word: string, nobody: string) => `${word} {{ person.first_name | default: "${nobody}" }},\n\n`

/** Texts to begin with, by language; staff make them their own. */
export const suggestedTexts = {
  en: [
    [
      'Orders',
      'Where is my order',
      `${hello('Dear', 'customer')}your order {{ order.number }} has left our house. The parcel usually arrives within three working days; if it has not come by then, write to us and we look for it with the carrier.`,
    ],
    [
      'Orders',
      'Order cancelled',
      `${hello('Dear', 'customer')}we cancelled your order {{ order.number }} as you asked. If you have paid already, the money is on its way back to you; that takes up to five working days.`,
    ],
    [
      'Returns',
      'How to return',
      `${hello('Dear', 'customer')}of course you may send it back. Please put a slip with your order number into the parcel; you get your money as soon as it is here.`,
    ],
    [
      'Returns',
      'Wrong or damaged article',
      `${hello('Dear', 'customer')}we are sorry about that. Please send us a photo of what arrived: then we send you the right one at once.`,
    ],
    [
      'Payment',
      'Refund is on its way',
      `${hello('Dear', 'customer')}we sent you the money back today. It depends on your bank when you see it; it usually takes three to five working days.`,
    ],
    [
      'General',
      'We look into it',
      `${hello('Dear', 'customer')}thank you for telling us. We look into it and write again by tomorrow.`,
    ],
    [
      'General',
      'Is it solved',
      `${hello('Dear', 'customer')}did that help? If anything is open, just answer this message.`,
    ],
  ],
  de: [
    [
      'Bestellungen',
      'Wo ist meine Bestellung',
      `${hello('Guten Tag', 'und hallo')}Ihre Bestellung {{ order.number }} hat unser Haus verlassen. Das Paket kommt meist innerhalb von drei Werktagen an; ist es bis dahin nicht da, schreiben Sie uns, und wir suchen es mit dem Paketdienst.`,
    ],
    [
      'Bestellungen',
      'Bestellung storniert',
      `${hello('Guten Tag', 'und hallo')}wir haben Ihre Bestellung {{ order.number }} wie gewünscht storniert. Falls Sie schon bezahlt haben, ist das Geld unterwegs zu Ihnen; das dauert bis zu fünf Werktage.`,
    ],
    [
      'Rücksendungen',
      'So geht die Rücksendung',
      `${hello('Guten Tag', 'und hallo')}natürlich können Sie es zurücksenden. Bitte legen Sie einen Zettel mit Ihrer Bestellnummer ins Paket; Sie erhalten Ihr Geld, sobald es hier ist.`,
    ],
    [
      'Rücksendungen',
      'Falscher oder beschädigter Artikel',
      `${hello('Guten Tag', 'und hallo')}das tut uns leid. Bitte senden Sie uns ein Foto von dem, was ankam: Dann schicken wir Ihnen sofort das Richtige.`,
    ],
    [
      'Zahlung',
      'Erstattung ist unterwegs',
      `${hello('Guten Tag', 'und hallo')}wir haben Ihnen das Geld heute erstattet. Wann Sie es sehen, hängt von Ihrer Bank ab; meist dauert es drei bis fünf Werktage.`,
    ],
    [
      'Allgemein',
      'Wir sehen nach',
      `${hello('Guten Tag', 'und hallo')}vielen Dank für den Hinweis. Wir sehen nach und melden uns bis morgen wieder.`,
    ],
    [
      'Allgemein',
      'Ist es gelöst',
      `${hello('Guten Tag', 'und hallo')}hat das geholfen? Wenn noch etwas offen ist, antworten Sie einfach auf diese Nachricht.`,
    ],
  ],
  fr: [
    [
      'Commandes',
      'Où est ma commande',
      `${hello('Bonjour', 'et merci')}votre commande {{ order.number }} a quitté notre entrepôt. Le colis arrive en général sous trois jours ouvrés ; s’il n’est pas là d’ici là, écrivez-nous et nous le chercherons avec le transporteur.`,
    ],
    [
      'Commandes',
      'Commande annulée',
      `${hello('Bonjour', 'et merci')}nous avons annulé votre commande {{ order.number }} comme demandé. Si vous avez déjà payé, le remboursement est en route ; cela prend jusqu’à cinq jours ouvrés.`,
    ],
    [
      'Retours',
      'Comment retourner un article',
      `${hello('Bonjour', 'et merci')}vous pouvez bien sûr le renvoyer. Glissez dans le colis un papier avec votre numéro de commande ; vous serez remboursé dès réception.`,
    ],
    [
      'Retours',
      'Article erroné ou abîmé',
      `${hello('Bonjour', 'et merci')}nous en sommes désolés. Envoyez-nous une photo de ce que vous avez reçu : nous vous expédions aussitôt le bon article.`,
    ],
    [
      'Paiement',
      'Remboursement en route',
      `${hello('Bonjour', 'et merci')}nous vous avons remboursé aujourd’hui. Selon votre banque, cela prend en général trois à cinq jours ouvrés.`,
    ],
    [
      'Général',
      'Nous vérifions',
      `${hello('Bonjour', 'et merci')}merci de nous l’avoir signalé. Nous vérifions et vous répondons d’ici demain.`,
    ],
    [
      'Général',
      'Est-ce réglé',
      `${hello('Bonjour', 'et merci')}est-ce que cela vous a aidé ? S’il reste une question, répondez simplement à ce message.`,
    ],
  ],
  es: [
    [
      'Pedidos',
      'Dónde está mi pedido',
      `${hello('Hola', 'y gracias')}su pedido {{ order.number }} ya ha salido de nuestro almacén. El paquete suele llegar en tres días laborables; si para entonces no ha llegado, escríbanos y lo buscamos con el transportista.`,
    ],
    [
      'Pedidos',
      'Pedido cancelado',
      `${hello('Hola', 'y gracias')}hemos cancelado su pedido {{ order.number }} como pidió. Si ya lo había pagado, el dinero está en camino; tarda hasta cinco días laborables.`,
    ],
    [
      'Devoluciones',
      'Cómo devolver un artículo',
      `${hello('Hola', 'y gracias')}por supuesto puede devolverlo. Incluya en el paquete una nota con su número de pedido; le devolvemos el dinero en cuanto llegue.`,
    ],
    [
      'Devoluciones',
      'Artículo equivocado o dañado',
      `${hello('Hola', 'y gracias')}lo sentimos mucho. Envíenos una foto de lo que recibió: le mandamos enseguida el correcto.`,
    ],
    [
      'Pagos',
      'El reembolso está en camino',
      `${hello('Hola', 'y gracias')}hoy le hemos devuelto el dinero. Según su banco, suele tardar de tres a cinco días laborables.`,
    ],
    [
      'General',
      'Lo estamos mirando',
      `${hello('Hola', 'y gracias')}gracias por avisarnos. Lo miramos y le escribimos antes de mañana.`,
    ],
    [
      'General',
      'Está resuelto',
      `${hello('Hola', 'y gracias')}¿le ha servido? Si queda algo pendiente, responda a este mensaje.`,
    ],
  ],
} as const satisfies Readonly<Record<string, readonly Suggested[]>>

export type SuggestedLanguage = keyof typeof suggestedTexts
export const suggestedLanguages = Object.keys(suggestedTexts) as readonly SuggestedLanguage[]
