/** How many minor digits a currency has: 2 for EUR, 0 for JPY, 3 for BHD. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** A sum as people type it ("12.50", "12,5") in minor units of its currency; undefined where it is none above 0. */
export function readAmount(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency)
  const [, whole = '', , part = ''] = /^(\d{1,10})([.,](\d{1,4}))?$/.exec(typed.trim()) ?? []
  if (whole === '' || part.length > digits) return undefined
  const minor = Number(whole + part.padEnd(digits, '0'))
  return minor > 0 ? minor : undefined
}
