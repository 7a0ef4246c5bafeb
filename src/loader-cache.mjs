import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program's own folder, as a URL that ends in a slash. */
export const root = new URL('..', import.meta.url).href
export const cacheFolder = fileURLToPath(new URL('node_modules/.cache/antfarm/', root))

/** Where the plain JavaScript of a file lies: by what is in it, so that nothing there is ever out of date. */
export function cachedPath(path, text) {
  const hash = createHash('sha256')
    .update(`${process.version} ${basename(path)}\n`)
    .update(text)
  return `${cacheFolder}${hash.digest('hex')}.js`
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
