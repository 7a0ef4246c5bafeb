// Run by loader.mjs when a file's plain JavaScript is not there yet, and by whoever builds an image: makes that of the
// whole program, and of the folder of the file that is named.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedPath, cacheFolder, keepAt, keptAt, plainTsx, root } from './loader-cache.mjs'

mkdirSync(cacheFolder, { recursive: true })
const folders = ['src', 'inbound', 'templates'].map((name) => fileURLToPath(new URL(name, root)))
const beside = process.argv[2] ? typescriptIn(dirname(process.argv[2]), false) : []
for (const path of [...beside, ...folders.flatMap((folder) => typescriptIn(folder, true))]) keep(path)

function typescriptIn(folder, recursive) {
  return readdirSync(folder, { recursive })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

function keep(path) {
  const text = readFileSync(path, 'utf8')
  const to = cachedPath(path, text)
  if (keptAt(to) !== undefined) return
  try {
    keepAt(to, path.endsWith('x') ? plainTsx(path, text) : stripTypeScriptTypes(text))
  } catch (error) {
    process.stderr.write(`${path}: ${error.message}\n`)
  }
}
