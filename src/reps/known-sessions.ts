/** Cookies that the sign-in library has found good of late, each with the session that it names. */
export type KnownSessions = Readonly<{
  sessionOf: (cookie: string) => number | undefined
  learn: (cookie: string, sessionId: number) => void
}>

/** ms; after this the library looks again, and puts the end of the session off. */
const knownFor = 60_000
const mostKnown = 2000

/**
 * Spares the library's own two statements at every request. What is remembered is the cookie's signature alone: whether
 * the session still lives and its rep may work is asked of the database each time, so that signing out, deactivating
 * and expiring end it at once, on every node.
 */
export function knownSessions(): KnownSessions {
  const known = new Map<string, Readonly<{ sessionId: number; until: number }>>()
  return {
    sessionOf(cookie) {
      const found = known.get(cookie)
      return found && found.until > Date.now() ? found.sessionId : undefined
    },
    learn(cookie, sessionId) {
      known.delete(cookie)
      if (known.size >= mostKnown) known.delete(known.keys().next().value!)
      if (cookie.length < 8000) known.set(cookie, { sessionId, until: Date.now() + knownFor })
    },
  }
}
