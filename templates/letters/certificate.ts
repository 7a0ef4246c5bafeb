/** A gift certificate as its letter tells of it: sums and days as the reader writes them. */
export type CertificateWords = Readonly<{ code: string; amount: string; expiresOn: string; terms: string }>

/** What the paragraph says, by language; the kind of it is said, since a reward has to be called one (12 CFR 1005.20). */
const words: Readonly<Record<string, (one: CertificateWords) => string>> = {
  en: ({ code, amount, expiresOn }) =>
    `Your promotional gift certificate over ${amount}: ${code}\nIt is good until ${expiresOn}. Type the code when you pay.`,
  de: ({ code, amount, expiresOn }) =>
    `Ihr Gutschein über ${amount} (ein Geschenk von uns): ${code}\nEr gilt bis ${expiresOn}. Geben Sie den Code beim Bezahlen ein.`,
  fr: ({ code, amount, expiresOn }) =>
    `Votre bon d’achat promotionnel de ${amount} : ${code}\nIl est valable jusqu’au ${expiresOn}. Saisissez le code au moment de payer.`,
  es: ({ code, amount, expiresOn }) =>
    `Su vale de regalo promocional de ${amount}: ${code}\nEs válido hasta el ${expiresOn}. Escriba el código al pagar.`,
  it: ({ code, amount, expiresOn }) =>
    `Il suo buono regalo promozionale di ${amount}: ${code}\nÈ valido fino al ${expiresOn}. Inserisca il codice al momento del pagamento.`,
}

/** The paragraph of a letter that does not place the code itself; in English where the language has none. */
export function certificateText(language: string, one: CertificateWords): string {
  const say = words[language.slice(0, 2).toLowerCase()] ?? words.en!
  return [say(one), one.terms.trim()].filter(Boolean).join('\n\n')
}

/** The same for a letter whose HTML was written. */
export function certificateHtml(language: string, one: CertificateWords): string {
  const paragraphs = certificateText(language, one).split(/\n{2,}/)
  return paragraphs.map((text) => `<p>${safe(text).replace(/\n/g, '<br>')}</p>`).join('')
}

export function safe(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
