import { icon } from './icon.tsx'
import { keyGroups, keyTable } from './keys.ts'
import type { Ui } from './ui.ts'

/** Keys that the reader gave deeds himself. */
type Own = Readonly<Partial<Record<string, string>>>

/** Every key; the same words as a page and as the sheet that ? opens. */
export function Shortcuts({ ui, own }: { ui: Ui; own: Own }) {
  const words = ui.words.shortcuts
  return (
    <div id="shortcuts">
      <form method="dialog" class="sheet-close">
        <button type="submit" class="button quiet-button" aria-label={words.close} title={words.close}>
          {icon('x')}
        </button>
      </form>
      <h1>{words.title}</h1>
      <KeyGroups ui={ui} own={own} />
    </div>
  )
}

export function ShortcutsPage({ ui, singleKeys, own }: { ui: Ui; singleKeys: boolean; own: Own }) {
  const words = ui.words.shortcuts
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <form method="post" action={ui.url('/keys')} class="row-of-buttons">
        <span>{singleKeys ? words.on : words.off}</span>
        <button type="submit" class="button" name="single" value={singleKeys ? 'off' : 'on'}>
          {icon('keyboard')} {singleKeys ? words.turnOff : words.turnOn}
        </button>
        <a class="button" href={ui.url('/account/keys')}>
          {ui.words.ownKeys.change}
        </a>
      </form>
      <KeyGroups ui={ui} own={own} />
    </main>
  )
}

function KeyGroups({ ui, own }: { ui: Ui; own: Own }) {
  const words = ui.words.shortcuts
  return (
    <>
      <p class="quiet">{words.hint}</p>
      <div class="key-groups">
        {keyGroups.map((group) => (
          <section>
            <h2 class="small-head">{words.groups[group]}</h2>
            <dl class="keys">
              {keyTable
                .filter((each) => each.group === group)
                .map(({ key, name }) => (
                  <>
                    <dt>
                      {shown(own[name] ?? key).map((part) => (
                        <kbd>{part}</kbd>
                      ))}
                    </dt>
                    <dd>{words.keys[name]}</dd>
                  </>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}

/** Capitals are what Shift makes of a letter. */
function shown(key: string): string[] {
  return /^[A-Z]$/.test(key) ? ['Shift', key.toLowerCase()] : key.split(' ')
}
