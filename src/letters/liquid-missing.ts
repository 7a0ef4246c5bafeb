import { analyzeSync, type Context, ForTag, Output, type Template, toValueSync, type Variable } from 'liquidjs'
import { escapeValue, type Place } from './liquid-engine.ts'

type Emitter = Parameters<Template['render']>[1]

/**
 * Makes every output and loop that lacks its value write itself as it stands in the template, and name what it lacks in
 * the set that is answered; and counts all that is written against the memory limit, which the library does not.
 */
export function noteMissing(templates: readonly Template[], as: Place): Set<string> {
  const missing = new Set<string>()
  for (const template of templates) guard(template, missing, as)
  return missing
}

function guard(node: Template, missing: Set<string>, as: Place): void {
  const within = node.children ? (toValueSync(node.children(false, true)) as Template[]) : []
  const render: Template['render'] = node.render.bind(node)
  const asked = asks(node)
  node.render = function* (context: Context, emitter: Emitter): Generator<unknown, unknown, unknown> {
    const lacking = asked.filter((variable) => isMissing(context, variable)).map(String)
    for (const name of lacking) missing.add(name)
    if (lacking.length > 0) return emitter.write(asWritten(node, as))
    return yield render(context, within.length > 0 ? emitter : counted(context, emitter))
  }
  for (const each of within) guard(each, missing, as)
}

/** What it cannot do without: a condition can, and so can what has a default or an else. */
function asks(node: Template): Variable[] {
  if (node instanceof Output) {
    if (node.value.filters.some(({ name }) => name === 'default')) return []
    return Object.values(analyzeSync([node]).variables).flat()
  }
  if (!(node instanceof ForTag) || node.elseTemplates.length > 0) return []
  const { token, collection } = node
  const loop = { token, render: () => '', arguments: () => [collection] }
  return Object.values(analyzeSync([loop]).variables).flat()
}

function isMissing(context: Context, variable: Variable): boolean {
  const segments = variable.toArray()
  if (segments.some((segment) => Array.isArray(segment))) return false
  try {
    const value = context.getSync(segments as (string | number)[])
    return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  } catch {
    // Strict contexts throw where a name is not known at all.
    return true
  }
}

function asWritten(node: Template, as: Place): string {
  const text = node.token.getText()
  return as === 'html' ? escapeValue(text) : text
}

function counted({ memoryLimit }: Context, emitter: Emitter): Emitter {
  return {
    buffer: '',
    write(written: unknown) {
      memoryLimit.use(String(written ?? '').length)
      emitter.write(written)
    },
  }
}
