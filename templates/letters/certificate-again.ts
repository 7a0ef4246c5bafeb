/** The letter that brings a code a second time; `left` is what the certificate is still worth. */
export type CertificateAgain = Readonly<{ code: string; left: string; expiresOn: string; terms: string }>

type Say = Readonly<{ subject: string; text: (one: CertificateAgain) => string }>

const words: Readonly<Record<string, Say>> = {
  en: {
    subject: 'Your gift certificate',
    text: ({ code, left, expiresOn }) =>
      `Hello,\n\nhere is the code of your gift certificate once more: ${code}\nIt is worth ${left} and good until ${expiresOn}. Type the code when you pay.`,
  },
  de: {
    subject: 'Ihr Gutschein',
    text: ({ code, left, expiresOn }) =>
      `Guten Tag,\n\nhier ist der Code Ihres Gutscheins noch einmal: ${code}\nEr ist ${left} wert und gilt bis ${expiresOn}. Geben Sie den Code beim Bezahlen ein.`,
  },
  fr: {
    subject: 'Votre bon d’achat',
    text: ({ code, left, expiresOn }) =>
      `Bonjour,\n\nvoici de nouveau le code de votre bon d’achat : ${code}\nSa valeur est de ${left} et il est valable jusqu’au ${expiresOn}. Saisissez le code au moment de payer.`,
  },
  es: {
    subject: 'Su vale de regalo',
    text: ({ code, left, expiresOn }) =>
      `Hola:\n\naquí tiene de nuevo el código de su vale: ${code}\nVale ${left} y es válido hasta el ${expiresOn}. Escriba el código al pagar.`,
  },
  it: {
    subject: 'Il suo buono regalo',
    text: ({ code, left, expiresOn }) =>
      `Buongiorno,\n\necco di nuovo il codice del suo buono: ${code}\nVale ${left} ed è valido fino al ${expiresOn}. Inserisca il codice al momento del pagamento.`,
  },
}

/** In English where the language has none. */
export function certificateAgain(language: string, one: CertificateAgain): { subject: string; text: string } {
  const { subject, text } = words[language.slice(0, 2).toLowerCase()] ?? words.en!
  return { subject, text: [text(one), one.terms.trim()].filter(Boolean).join('\n\n') }
}
