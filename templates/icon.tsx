import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { raw } from 'hono/html'

const names = [
  'alarm-clock',
  'archive',
  'arrow-down',
  'at-sign',
  'bell',
  'bookmark',
  'bot',
  'calendar',
  'chart-column',
  'check',
  'chevron-down',
  'chevron-left',
  'circle-alert',
  'circle-check',
  'circle-dashed',
  'command',
  'copy',
  'download',
  'ellipsis',
  'eye',
  'file',
  'file-lock',
  'file-text',
  'flag',
  'forward',
  'git-merge',
  'highlighter',
  'image',
  'inbox',
  'info',
  'key-round',
  'keyboard',
  'laptop',
  'link',
  'list-plus',
  'lock',
  'log-in',
  'log-out',
  'mail',
  'mail-warning',
  'mail-x',
  'mailbox',
  'map-pin',
  'menu',
  'monitor',
  'moon',
  'package',
  'panel-right',
  'paperclip',
  'pen-line',
  'phone',
  'refresh-cw',
  'reply',
  'rotate-ccw',
  'search',
  'send',
  'settings',
  'shield-alert',
  'shield-check',
  'shield-question-mark',
  'spell-check',
  'split',
  'sticky-note',
  'sun',
  'tag',
  'trash-2',
  'triangle-alert',
  'undo-2',
  'user',
  'user-check',
  'user-plus',
  'users',
  'x',
  'arrow-up',
  'grip-vertical',
  'hand-coins',
  'history',
  'layout-dashboard',
  'list-checks',
  'list-filter',
  'list-todo',
  'pencil',
  'text-quote',
] as const
export type IconName = (typeof names)[number]

const folder = createRequire(import.meta.url)
  .resolve('lucide-static/icons/inbox.svg')
  .replace(/inbox\.svg$/, '')
const icons = new Map(names.map((name) => [name, inlined(name)]))

/** A lucide icon at 16 px, in the colour of the text around it; hidden from readers, since words stand beside it. */
export function icon(name: IconName) {
  return raw(icons.get(name)!)
}

function inlined(name: string): string {
  const svg = readFileSync(`${folder}${name}.svg`, 'utf8')
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  return `<svg class="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">${inner.replace(/\s*\n\s*/g, '')}</svg>`
}
