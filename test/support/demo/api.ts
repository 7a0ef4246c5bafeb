export type Api = (method: string, path: string, body?: object | string) => Promise<Record<string, unknown>>

/** Calls the demo's desk as its key; a string goes as NDJSON. Throws what was refused, in words. */
export function apiClient(httpPort: number, key: string): Api {
  return async (method, path, body) => {
    const lines = typeof body === 'string'
    const answer = await fetch(`http://localhost:${httpPort}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': lines ? 'application/x-ndjson' : 'application/json',
      },
      ...(body && { body: lines ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    return (await answer.json()) as Record<string, unknown>
  }
}
