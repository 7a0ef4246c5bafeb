import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'
import type { Words } from './words/en.ts'

type Key = keyof Words['shortcuts']['keys']

const sheet: readonly (readonly [keyof Words['shortcuts']['groups'], readonly (readonly [string, Key])[]])[] = [
  [
    'walk',
    [
      ['j', 'next'],
      ['k', 'previous'],
      ['Enter', 'open'],
      ['u', 'back'],
      ['/', 'search'],
      ['g i', 'goOpen'],
      ['g m', 'goMine'],
      ['g u', 'goUnassigned'],
      ['g l', 'goLook'],
      ['g f', 'goFailed'],
      ['g h', 'goHeld'],
      ['g c', 'goClosed'],
      ['g p', 'goPeople'],
      ['?', 'help'],
    ],
  ],
  [
    'issue',
    [
      ['r', 'reply'],
      ['n', 'note'],
      ['e', 'close'],
      ['m', 'mine'],
      ['a', 'assign'],
      ['t', 'types'],
      ['v', 'html'],
      ['z', 'undo'],
      ['\\', 'details'],
    ],
  ],
  [
    'composer',
    [
      ['Ctrl Enter', 'send'],
      ['Ctrl Shift Enter', 'sendClose'],
      ['Esc', 'leave'],
    ],
  ],
]

/** Every key; the same words as a page and as the sheet that ? opens. */
export function Shortcuts({ ui }: { ui: Ui }) {
  const words = ui.words.shortcuts
  return (
    <div id="shortcuts">
      <form method="dialog" class="sheet-close">
        <button type="submit" class="button quiet-button" aria-label={words.close} title={words.close}>
          {icon('x')}
        </button>
      </form>
      <h1>{words.title}</h1>
      <KeyGroups ui={ui} />
    </div>
  )
}

export function ShortcutsPage({ ui }: { ui: Ui }) {
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{ui.words.shortcuts.title}</h1>
      <KeyGroups ui={ui} />
    </main>
  )
}

function KeyGroups({ ui }: { ui: Ui }) {
  const words = ui.words.shortcuts
  return (
    <>
      <p class="quiet">{words.hint}</p>
      <div class="key-groups">
        {sheet.map(([group, keys]) => (
          <section>
            <h2 class="small-head">{words.groups[group]}</h2>
            <dl class="keys">
              {keys.map(([key, name]) => (
                <>
                  <dt>
                    {key.split(' ').map((part) => (
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
