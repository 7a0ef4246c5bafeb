type Asked = Readonly<{ list: string; url: string }>
type Say = Readonly<{ subject: (list: string) => string; text: (asked: Asked) => string }>

const words: Readonly<Record<string, Say>> = {
  en: {
    subject: (list) => `Please confirm: ${list}`,
    text: ({ list, url }) => `Hello,

somebody, we hope you, asked for “${list}” at this address.

If that was you, open this page and press the button:
${url}

If not, do nothing: you will get no mail of this kind.`,
  },
  de: {
    subject: (list) => `Bitte bestätigen: ${list}`,
    text: ({ list, url }) => `Guten Tag,

jemand, hoffentlich Sie, hat „${list}“ an diese Adresse bestellt.

Wenn Sie das waren, öffnen Sie diese Seite und drücken Sie auf die Schaltfläche:
${url}

Wenn nicht, tun Sie nichts: Sie bekommen dann keine E-Mail dieser Art.`,
  },
  es: {
    subject: (list) => `Confirme, por favor: ${list}`,
    text: ({ list, url }) => `Hola:

alguien, esperamos que usted, pidió «${list}» para esta dirección.

Si fue usted, abra esta página y pulse el botón:
${url}

Si no, no haga nada: no recibirá correos de este tipo.`,
  },
  fr: {
    subject: (list) => `À confirmer : ${list}`,
    text: ({ list, url }) => `Bonjour,

quelqu’un, vous espérons-nous, a demandé « ${list} » à cette adresse.

Si c’était vous, ouvrez cette page et appuyez sur le bouton :
${url}

Sinon, ne faites rien : vous ne recevrez aucun message de ce genre.`,
  },
}

/**
 * The letter that asks for the second yes, in English where the language (BCP 47) has none. It names nothing but the
 * list: whoever got it by mistake throws it away.
 */
export function confirmLetter(asked: Asked, language = 'en'): { subject: string; text: string } {
  const { subject, text } = words[language.split('-')[0]!.toLowerCase()] ?? words.en!
  return { subject: subject(asked.list), text: text(asked) }
}
