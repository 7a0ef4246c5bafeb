import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** The box on top of every page; / leads into it. */
export function SearchBox({ ui }: { ui: Ui }) {
  const words = ui.words.find
  return (
    <form class="search rail-search" action={ui.url('/search')}>
      {icon('search')}
      <input
        type="search"
        name="q"
        aria-label={words.label}
        placeholder={words.title}
        title={words.hint}
        data-key="/"
        data-operators
        maxlength={300}
      />
    </form>
  )
}

/** What the box understands, one line each; typing the beginning of an operator offers it, too. */
export function Operators({ ui, open }: { ui: Ui; open: boolean }) {
  const words = ui.words.find
  return (
    <details class="operators" open={open}>
      <summary class="link-button">{words.help}</summary>
      <dl class="keys">
        {words.grammar.map(([typed, meaning]) => (
          <>
            <dt>
              <code>{typed}</code>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </details>
  )
}
