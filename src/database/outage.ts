/** How pg and its pool say that a connection broke or cannot be had; they give these errors no code. */
const broken =
  /^(connection terminated|timeout (exceeded when trying to connect|expired)|client (was closed|has encountered))/i

/**
 * True when the database itself is away, full or shutting down, so that nothing is wrong with the mail in hand:
 * SQLSTATE classes 08, 53, 57 and 58, a server that is no primary any more (25006), or an error of the connection, which has no SQLSTATE. A statement that took too
 * long (57014) is no outage: the mail may be why, and must come to an end.
 */
export function isOutage(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string }
  if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return /^(08|53|57(?!014)|58|25006)/.test(code)
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return true
  return broken.test(message)
}
