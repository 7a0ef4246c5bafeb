import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program's own folder, as a URL that ends in a slash. */
export const root = new URL('..', import.meta.url).href
export const cacheFolder = fileURLToPath(new URL('node_modules/.cache/antfarm/', root))

const end = '\n//# whole\n'
const how = readFileSync(fileURLToPath(import.meta.url))

/** Where the plain JavaScript of a file lies: by what is in it and how it is made, so that nothing there is out of date. */
export function cachedPath(path, text) {
  const hash = createHash('sha256')
    .update(`${process.version} ${basename(path)}\n`)
    .update(how)
    .update(text)
  return `${cacheFolder}${hash.digest('hex')}.js`
}

/** The plain JavaScript that was kept, where it is there whole: after a loss of power a file may be there, and empty. */
export function keptAt(to) {
  try {
    const source = readFileSync(to, 'utf8')
    return source.endsWith(end) ? source : undefined
  } catch {
    return undefined
  }
}

/** Another process may be at the same: a file appears whole or not at all. */
export function keepAt(to, source) {
  const half = `${to}.${process.pid}`
  writeFileSync(half, source + end)
  renameSync(half, to)
}

/** JSX moves lines, so that these files carry a map of them. */
export function plainTsx(path, text) {
  const esbuild = createRequire(import.meta.url)('esbuild')
  const options = { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'hono/jsx', format: 'esm', target: 'node22' }
  return esbuild.transformSync(text, {
    ...options,
    sourcemap: 'inline',
    sourcesContent: false,
    sourcefile: basename(path),
  }).code
}
