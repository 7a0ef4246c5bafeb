import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import type { AssetName } from '../../templates/ui.ts'
import type { Web } from './desk.ts'

export type Assets = Readonly<{ path: (name: AssetName) => string; routes: Hono<Web> }>

type Source = Readonly<{ files: readonly string[]; type: string }>

const own = (name: string) => fileURLToPath(new URL(`../../templates/assets/${name}`, import.meta.url))
const css = [
  'tokens',
  'ground',
  'controls',
  'menus',
  'frame',
  'list',
  'issue',
  'entry',
  'parts',
  'threading',
  'composer',
  'context',
  'pages',
  'customer',
  'interaction',
  'settings',
  'staff',
  'proof',
  'ledger',
  'outbox',
  'board',
  'work',
  'craft',
  'search',
  'canned',
  'spelling',
  'gaps',
  'operation',
  'automatic',
  'shop-data',
  'certificates',
  'campaigns',
  'audiences',
  'reports',
  'service',
  'saved-reports',
  'report-lists',
  'start',
  'webhooks',
  'floats',
  'medium',
  'phone',
  'last',
]
const js = [
  ...[
    'ahead',
    'app',
    'composer',
    'recipients',
    'uploads',
    'drafts',
    'keys',
    'select',
    'excerpt',
    'mentions',
    'canned',
    'spelling',
    'palette',
    'search',
    'presence',
    'live',
    'campaigns',
  ],
  ...['picklists', 'start'],
]

/** Each is its files one after the other. */
const sources: Readonly<Record<AssetName, Source>> = {
  'app.css': { files: css.map((name) => own(`${name}.css`)), type: 'text/css; charset=utf-8' },
  'app.js': { files: js.map((name) => own(`${name}.js`)), type: 'text/javascript; charset=utf-8' },
  'early.js': { files: [own('early.js')], type: 'text/javascript; charset=utf-8' },
  'htmx.js': {
    files: [createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')],
    type: 'text/javascript; charset=utf-8',
  },
  'icon.svg': { files: [own('icon.svg')], type: 'image/svg+xml' },
}

/** Style, script and icon under names that hold their content's hash, so that browsers may keep them for ever. */
export function loadAssets(): Assets {
  const loaded = new Map<string, { text: string; type: string }>()
  const paths = new Map<AssetName, string>()
  for (const [name, { files, type }] of Object.entries(sources) as [AssetName, Source][]) {
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
    const hashed = name.replace(/(?=\.\w+$)/, `.${hash}`)
    loaded.set(hashed, { text, type })
    paths.set(name, `/assets/${hashed}`)
  }
  const routes = new Hono<Web>().get('/assets/:name', (c) => {
    const asset = loaded.get(c.req.param('name'))
    if (!asset) return c.notFound()
    return c.body(asset.text, 200, {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
  })
  return { path: (name) => paths.get(name)!, routes }
}
