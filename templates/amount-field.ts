/** Minor units as a field holds them: "12.50" of EUR, "1250" of JPY. */
export function amountField(minor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return (minor / 10 ** digits).toFixed(digits)
}
