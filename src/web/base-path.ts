/** Makes the link function of a desk at `basePath` (starts and ends with a slash): url('/issues/1'). */
export function urlMaker(basePath: string): (path: string) => string {
  const prefix = basePath.slice(0, -1)
  return (path) => prefix + path
}

/**
 * The path below BASE_PATH, whether the proxy in front stripped the prefix or not: both forms are taken.
 * Reads the raw URL, since this runs before any routing.
 */
export function pathBelow(basePath: string, url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const path = start < 0 ? '/' : url.slice(start).replace(/[?#].*$/s, '')
  if (basePath === '/') return path
  if (`${path}/` === basePath) return '/'
  return path.startsWith(basePath) ? path.slice(basePath.length - 1) : path
}

/**
 * A path of ours to go back to, or '/': never another host, a scheme, or a double slash. Dots are resolved first, as a
 * browser would: "/..//evil.test" is "//evil.test" to it.
 */
export function localPath(text: string | undefined): string {
  if (!text || text.length >= 500 || !/^\/(?![/\\])[\w\-./~?=&%#:+@,]*$/.test(text)) return '/'
  const { pathname, search, hash } = new URL(text, 'http://desk.invalid')
  return pathname.startsWith('//') ? '/' : pathname + search + hash
}
