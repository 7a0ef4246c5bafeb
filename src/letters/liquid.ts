import { Context, type Liquid, LiquidError, type Template, TokenKind, toValueSync, type Variable } from 'liquidjs'
import { liquidEngine, liquidFilters, liquidTags, type Place } from './liquid-engine.ts'
import { noteMissing } from './liquid-missing.ts'

/** JSON and nothing else: no function or class instance may come into a template's reach. */
export type LiquidValue =
  | string
  | number
  | boolean
  | null
  | readonly LiquidValue[]
  | { readonly [name: string]: LiquidValue }
export type LiquidValues = Readonly<Record<string, LiquidValue>>
export type LiquidVariable = Readonly<{ name: string; line: number }>
/** `missing`: variables that have no value, by name; each still stands as {{ … }} in the text. */
export type Rendered = Readonly<{ text: string; missing: readonly string[] }>
export type LiquidProblem = Readonly<{ problem: string }>

/** Characters of a template, and tags and outputs in it: what parsing costs is bounded by these. */
export const mostTemplate = 100_000
const mostBraces = 2_000
const mostWithin = 1_000
/** Milliseconds of rendering; the loop waits meanwhile, so it is no place to be generous. */
const mostTime = 250
/** Characters put out and elements made while rendering. */
const mostMemory = 1_000_000

/**
 * Fills a template that staff wrote. Values are data: what stands in one is never read as a template. A variable that
 * is put out without a value stays as it was written and is named in `missing`, unless `| default:` gives one. For
 * 'html' every value is escaped, its line ends become <br>; the template's own HTML is left to whoever sends it.
 * A problem names the line and the remedy.
 */
export function render(template: string, values: LiquidValues, as: Place = 'text'): Rendered | LiquidProblem {
  const compiled = compileLiquid(template, as)
  if ('problem' in compiled) return compiled
  const filled = compiled.fill(values)
  return 'problem' in filled ? filled : { text: filled.pieces.join(''), missing: filled.missing }
}

/** A template that is read once and filled many times, one after the other. */
export type CompiledLiquid = Readonly<{
  /** Each piece that is the same in every text; null where it depends on the values. */
  fixed: readonly (string | null)[]
  /** The text piece by piece, the fixed ones as they are. */
  fill: (values: LiquidValues) => Readonly<{ pieces: readonly string[]; missing: readonly string[] }> | LiquidProblem
}>

/**
 * Reads a template for `render` to many: what a campaign sends is read once, not a hundred thousand times. `patience` is
 * how many ms a text may take.
 */
export function compileLiquid(template: string, as: Place, patience = mostTime): CompiledLiquid | LiquidProblem {
  const engine = liquidEngine(as)
  const parsed = parse(engine, template)
  if ('problem' in parsed) return parsed
  const fixed = parsed.templates.map((node) => (node.token.kind === TokenKind.HTML ? textOf(engine, node) : null))
  const missing = noteMissing(parsed.templates, as)
  const limits = { sync: true, memoryLimit: mostMemory, renderLimit: patience }
  return {
    fixed,
    fill(values) {
      missing.clear()
      try {
        const context = new Context(values, engine.options, limits, { liquid: engine })
        const pieces = parsed.templates.map((node, i) => {
          if (context.breakCalled || context.continueCalled) return ''
          const same = fixed[i]
          if (typeof same !== 'string') return String(toValueSync(engine.renderer.renderTemplates([node], context)))
          context.memoryLimit.use(same.length)
          return same
        })
        return { pieces, missing: [...missing] }
      } catch (error) {
        return { problem: inWords(error) }
      }
    },
  }
}

function textOf(engine: Liquid, node: Template): string {
  return String(toValueSync(engine.renderer.renderTemplates([node], new Context({}, engine.options, { sync: true }))))
}

/** The variables that a template asks its values for, in the order of their first use. */
export function variablesOf(template: string): { variables: LiquidVariable[] } | LiquidProblem {
  const engine = liquidEngine('text')
  const parsed = parse(engine, template)
  if ('problem' in parsed) return parsed
  const { globals } = engine.analyzeSync(parsed.templates, { partials: false })
  const first = new Map<string, Variable>()
  for (const variable of Object.values(globals).flat().sort(byPlace))
    if (!first.has(String(variable))) first.set(String(variable), variable)
  return { variables: [...first].map(([name, { location }]) => ({ name, line: location.row })) }
}

/** Why a template cannot be, with the line and the remedy; undefined where it can. */
export function templateProblem(template: string): string | undefined {
  const found = variablesOf(template)
  return 'problem' in found ? found.problem : undefined
}

function byPlace(a: Variable, b: Variable): number {
  return a.location.row - b.location.row || a.location.col - b.location.col
}

function parse(engine: Liquid, template: string): { templates: Template[] } | LiquidProblem {
  if (template.length > mostTemplate)
    return { problem: `This has ${template.length} characters: use at most ${mostTemplate}.` }
  const opened = template.split(/\{[{%]/).slice(1)
  if (opened.length > mostBraces) return { problem: `There are more than ${mostBraces} tags and variables: use fewer.` }
  const long = opened.find((rest) => rest.length > mostWithin && !/[}%]\}/.test(rest.slice(0, mostWithin)))
  if (long !== undefined)
    return {
      problem: `“{{ ${short(long.trim())}” has more than ${mostWithin} characters between its braces: close it sooner.`,
    }
  try {
    return { templates: engine.parse(template) }
  } catch (error) {
    return { problem: inWords(error) }
  }
}

/** The library's errors as line and remedy. What is not its own is a fault of ours and goes on. */
function inWords(error: unknown): string {
  if (error instanceof RangeError) return tooDeep
  if (error instanceof Error && error.message.startsWith('template render limit')) return tooSlow
  if (!LiquidError.is(error)) throw error
  const cause: unknown = error.originalError
  if (cause instanceof RangeError) return cause.message.includes('call stack') ? tooDeep : tooMuch
  const [line] = error.token.getPosition()
  const message = cause instanceof Error ? cause.message : error.message.replace(/, line:.*$/s, '')
  return `Line ${line}: ${remedy(message)}`
}

const tooDeep = 'Tags or brackets are nested too deep: use fewer levels.'
const tooSlow = 'This takes too long: use shorter loops.'
const tooMuch = 'This makes too much text: use shorter loops.'

function remedy(message: string): string {
  const [, opened, tag] = /^tag (\{%-?\s*(\w+).*) not closed$/s.exec(message) ?? []
  if (opened) return `“${short(opened)}” is not closed: write {% end${tag} %} where it ends.`
  const [, open] = /^(?:output|tag) "?(\{[{%].*?)"? not closed$/s.exec(message) ?? []
  if (open) return `“${short(open)}” is not closed: write ${open.startsWith('{{') ? '}}' : '%}'} behind it.`
  const [, unknown] = /^tag "(.*)" not found$/s.exec(message) ?? []
  if (unknown !== undefined) return `there is no tag “${short(unknown)}”: use ${liquidTags.join(', ')}.`
  const [, filter] = /^undefined filter: (.*)$/s.exec(message) ?? []
  if (filter !== undefined) return `there is no filter “${short(filter)}”: use one of ${liquidFilters.join(', ')}.`
  const [, variable] = /^undefined variable: (.*)$/s.exec(message) ?? []
  if (variable !== undefined) return `there is no variable “${short(variable)}”: take one of the list.`
  if (/^template render limit/.test(message)) return 'this takes too long: use shorter loops.'
  if (/^memory alloc limit/.test(message)) return 'this makes too much text: use shorter loops.'
  return `this cannot be read (${short(message)}): check the braces and the spelling.`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
