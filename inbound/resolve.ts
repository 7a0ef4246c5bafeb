import { Resolver } from 'node:dns/promises'

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'PTR' | 'TXT'

/**
 * Asks the DNS; rejects with an error whose `code` is ENOTFOUND or ENODATA where there is nothing, and any other where
 * nobody could say. Handed in by the composition root, so that tests need no network.
 */
export type Resolve = (name: string, type: RecordType) => Promise<unknown[]>

/** ms for which an answer is taken again; how many are remembered. */
const memory = 60_000
const most = 5000

/** The system's name servers, or those given, each asked twice for 1.5 s at most; answers are shared for a minute. */
export function systemDns(servers: readonly string[] = []): Resolve {
  const resolver = new Resolver({ timeout: 1500, tries: 2, maxTimeout: 3000 })
  if (servers.length > 0) resolver.setServers([...servers])
  return remembering((name, type) => resolver.resolve(name, type) as Promise<unknown[]>)
}

/** Askers at one time share one question; "there is nothing" is remembered, "nobody answers" is not. */
export function remembering(resolve: Resolve): Resolve {
  const answers = new Map<string, { answer: Promise<unknown[]>; until: number }>()
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const known = answers.get(key)
    if (known && known.until > Date.now()) return known.answer
    answers.delete(key)
    if (answers.size >= most) answers.delete(answers.keys().next().value!)
    const answer = resolve(name, type)
    answers.set(key, { answer, until: Date.now() + memory })
    answer.catch((error) => {
      if (!saysNothing(error)) answers.delete(key)
    })
    return answer
  }
}

/** The DNS answered, and there is no such name or no such record. */
export function saysNothing(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'ENOTFOUND' || code === 'ENODATA'
}
