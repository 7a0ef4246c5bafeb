import type { Deed } from '../reps/roles.ts'

/**
 * What each page takes of a role; the first rule that fits counts. A page that no rule names takes 'settings' below
 * /settings, 'read' to be looked at and 'work' to be posted to.
 */
const rules: readonly (readonly [methods: 'get' | 'post' | 'any', path: RegExp, deed: Deed])[] = [
  // Oneself: own account, light or dark, what one has read or is looking at.
  ['post', /^\/(theme|keys|presence|sign-out|issues\/\d+\/(read|watch)|notices\/\w+|views(\/\d+)?)$/, 'read'],
  ['any', /^\/account(\/|$)/, 'read'],
  ['post', /^\/saved-reports(\/|$)/, 'read'], // one’s own; to share takes more, asked there
  ['post', /^\/undo\//, 'read'], // what else it takes is asked of its change
  ['any', /^\/(drafts(\/|$)|letters\/new$|recipients$)/, 'work'],
  ['get', /^\/settings(\/senders)?$/, 'read'],
  ['post', /^\/settings\/senders$/, 'work'],
  ['get', /^\/settings\/canned(\/|$)/, 'read'],
  ['post', /^\/settings\/canned(\/|$)/, 'work'], // shared ones: asked of each
  ['post', /^\/issues\/\d+\/delete$/, 'settings'],
  ['get', /^\/settings\/suppressions$/, 'read'],
  ['post', /^\/settings\/suppressions(\/|$)/, 'consent'],
  ['post', /^\/lists\/[^/]+\/unproven$/, 'settings'],
  ['post', /^\/lists(\/|$)/, 'consent'],
  ['any', /^\/settings(\/|$)/, 'settings'],
  ['any', /^\/shop\/import(\/|$)/, 'people'],
  ['any', /^\/people\/\d+\/erase$/, 'settings'],
  ['any', /^\/campaigns\/\d+\/void-certificates$/, 'settings'],
  ['get', /^\/campaigns(\/\d+(\/(preview(\/html)?|recipients))?)?$/, 'read'],
  ['any', /^\/(campaigns|audiences)(\/|$)/, 'campaigns'],
  ['post', /^\/mail\/refile$/, 'settings'],
  ['get', /^\/mail\/(release|\d+\/source)$/, 'work'],
  ['post', /^\/certificates\//, 'certificates'],
  ['any', /^\/people\/\d+\/certificates(\/|$)/, 'certificates'],
  ['post', /^\/people\//, 'people'],
]

/** What a request takes: the role must have that deed in the table of src/reps/roles.ts. */
export function deedOfPage(method: string, path: string): Deed {
  const reads = method === 'GET' || method === 'HEAD'
  const rule = rules.find(([methods, at]) => (methods === 'any' || (methods === 'get') === reads) && at.test(path))
  return rule?.[2] ?? (reads ? 'read' : 'work')
}
