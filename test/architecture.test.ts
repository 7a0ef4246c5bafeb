import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const topLevel = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src',
  'inbound',
  'templates',
  'migrations',
  'test',
  'README.md',
  'LICENSE',
  'biome.json',
  'vitest.config.ts',
  'Dockerfile',
  'SECURITY.md',
]
/** What is on the left may be imported by what is on its right. */
const order = [
  'database',
  'settings',
  'jobs',
  'reps',
  'mail',
  'people',
  'shop',
  'certificates',
  'desk',
  'letters',
  'campaigns',
  'reports',
  'inbound web api',
].map((names) => names.split(' '))
const doors = ['inbound', 'web', 'api']
/** tasks.ts is a leaf of main.ts, which alone may import it. */
const roots = ['src/main.ts', 'src/cli.ts', 'src/tasks.ts']

type File = Readonly<{ path: string; text: string; imports: readonly { path: string; typeOnly: boolean }[] }>

const files = ['src', 'inbound', 'templates'].flatMap((folder) => codeBelow(join(root, folder))).map(readCode)

test('the top level holds exactly what the design lists', () => {
  const tracked = readdirSync(root).filter(
    (name) => !name.startsWith('.') && !['node_modules', 'data', 'data-demo'].includes(name),
  )
  expect(tracked.filter((name) => !topLevel.includes(name))).toEqual([])
})

test('imports point one way', () => {
  const wrong = files.flatMap((file) =>
    file.imports.filter((to) => !allowed(file.path, to)).map((to) => `${file.path} -> ${to.path}`),
  )
  expect(wrong).toEqual([])
})

test('there is no import cycle, types included', () => {
  expect(cycles()).toEqual([])
})

test('only parse.ts and its worker know mailparser', () => {
  const knowing = files.filter((file) => /from 'mailparser'/.test(file.text)).map((file) => file.path)
  expect(knowing.filter((path) => !path.startsWith('inbound/parse'))).toEqual([])
})

test('nobody reads the environment but config', () => {
  const reading = files.filter((file) => /process\.env\b/.test(file.text)).map((file) => file.path)
  expect(reading.filter((path) => !['src/config.ts', 'src/database/embedded.ts'].includes(path))).toEqual([])
})

test('no file is over 250 lines', () => {
  const long = files.filter((file) => file.text.split('\n').length > 251).map((file) => file.path)
  expect(long).toEqual([])
})

test('no function is over 60 lines', () => {
  expect(files.flatMap(longFunctions)).toEqual([])
})

function codeBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

function readCode(path: string): File {
  const text = readFileSync(join(root, path), 'utf8')
  const found = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?from\s+)?'([^']+)'/gm)].filter((match) =>
    match[2]!.startsWith('.'),
  )
  const imports = found.map((match) => ({
    path: normalize(join(dirname(path), match[2]!)),
    typeOnly: Boolean(match[1]),
  }))
  return { path, text, imports: imports.filter((to) => /\.tsx?$/.test(to.path)) }
}

function allowed(from: string, to: { path: string; typeOnly: boolean }): boolean {
  if (roots.includes(to.path)) return from === 'src/main.ts' && to.path === 'src/tasks.ts'
  if (roots.includes(from) || to.path === 'src/config.ts') return true
  const a = roomOf(from)
  const b = roomOf(to.path)
  if (a === b) return true
  if (a === 'templates') return b !== 'templates' && to.typeOnly
  if (b === 'templates')
    return a === 'web' || (['letters', 'campaigns'].includes(a) && to.path.startsWith('templates/letters/'))
  if (doors.includes(b)) return false
  return rank(a) > rank(b)
}

function rank(room: string): number {
  const at = order.findIndex((names) => names.includes(room))
  if (at < 0) throw new Error(`${room} is no room of the design`)
  return at
}

function roomOf(path: string): string {
  const [first, second] = path.split('/')
  return first === 'src' ? (second ?? '') : (first ?? '')
}

function cycles(): string[] {
  const edges = new Map(files.map((file) => [file.path, file.imports.map((to) => to.path)]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
    else if (!done.has(path)) for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  return found
}

/** By indentation, as the formatter lays code out: a function ends at the first line that closes at its own depth. */
function longFunctions({ path, text }: File): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, start) => {
    const opening =
      /^(\s*)(?:export )?(?:default )?(?:async )?function\b|^(\s*)(?:export )?const \w+ = (?:async )?\([^=]*=> \{$/.exec(
        line,
      )
    if (!opening) return []
    const indent = opening[1] ?? opening[2] ?? ''
    const length =
      lines
        .slice(start + 1)
        .findIndex(
          (next) =>
            /^[})]/.test(next.trim()) &&
            next.startsWith(indent) &&
            !/^\s/.test(next.slice(indent.length)) &&
            !next.trim().startsWith('}:') &&
            !next.trim().startsWith('})'),
        ) + 1
    return length > 60 ? [`${path}:${start + 1} (${length} lines)`] : []
  })
}
