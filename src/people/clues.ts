/**
 * How clues to a person are compared: what two writings of the same thing have in common. The database keeps these
 * keys beside what was typed.
 */

/** The last nine digits of a telephone number, which survive every way to write its country; '' for fewer than six. */
export function phoneKey(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length < 6 ? '' : digits.slice(-9)
}

/** A postal code without blanks and dashes, in capitals: "ab1 2cd" is "AB12CD". */
export function postalKey(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase().slice(0, 40)
}

/** A name without accents and case, single blanks: for comparing, never for showing. The database's name_key folds some letters more. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
