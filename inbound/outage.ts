/**
 * True when the database itself is away, full or shutting down, so that nothing is wrong with the mail in hand:
 * SQLSTATE classes 08, 53, 57 and 58, or an error of the connection, which has no SQLSTATE.
 */
export function isOutage(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string }
  if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return /^(08|53|57|58)/.test(code)
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return true
  return /connect|terminated|timeout|closed/i.test(message)
}
