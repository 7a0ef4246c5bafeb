// Lets Node run the program's own TypeScript as it is written, in half the memory and time of a general loader: types
// become blanks, so that lines and columns stay right without a source map for each of a thousand files. Plain
// JavaScript, since it comes before anything that could read TypeScript. Threads that inherit --import run it too.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { cachedPath, keptAt, plainTsx, root } from './loader-cache.mjs'

const packages = `${root}node_modules/`
let tried = false

// Node before 22.15 has no such hooks; the general loader costs memory, and does the same.
if (module.registerHooks && process.features.typescript) start()
else await import('tsx')

function start() {
  module.setSourceMapsSupport(true, { nodeModules: false, generatedCode: false })
  module.registerHooks({
    load(url, context, next) {
      const ours = url.startsWith(root) && /\.tsx?$/.test(url) && !url.startsWith(packages)
      return ours ? { ...plain(fileURLToPath(url)), shortCircuit: true } : next(url, context)
    },
  })
}

function plain(path) {
  const text = readFileSync(path, 'utf8')
  const source = keptAt(cachedPath(path, text)) ?? prepared(path, text)
  if (source !== undefined) return { format: 'module', source }
  // Nowhere to keep it: made anew with each start.
  return path.endsWith('x')
    ? { format: 'module', source: plainTsx(path, text) }
    : { format: 'module-typescript', source: text }
}

/** Once, in a process of its own: what it takes to read TypeScript is not in memory afterwards. */
function prepared(path, text) {
  if (tried) return undefined
  tried = true
  const script = fileURLToPath(new URL('./loader-prepare.mjs', import.meta.url))
  spawnSync(process.execPath, [script, path], { stdio: 'ignore', timeout: 120_000 })
  return keptAt(cachedPath(path, text))
}
