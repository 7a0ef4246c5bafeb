import { icon } from './icon.tsx'
import { type KeyName, keyGroups, type keyTable } from './keys.ts'
import type { Ui } from './ui.ts'

type Line = (typeof keyTable)[number] & Readonly<{ value: string; fault?: string | undefined }>

/** Every deed that has a key, with a field for another one. */
export function OwnKeysPage({ ui, lines }: { ui: Ui; lines: readonly Line[] }) {
  const words = ui.words.ownKeys
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <form method="post" action={ui.url('/account/keys')} class="own-keys">
        {keyGroups
          .filter((group) => lines.some((line) => line.group === group))
          .map((group) => (
            <fieldset class="settings-part">
              <legend>{ui.words.shortcuts.groups[group]}</legend>
              {lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <KeyLine ui={ui} line={line} />
                ))}
            </fieldset>
          ))}
        <div class="row-of-buttons own-keys-foot">
          <button type="submit" class="button primary">
            {words.save}
          </button>
          <button type="submit" class="button" name="deed" value="reset">
            {icon('rotate-ccw')} {words.reset}
          </button>
          <a class="button quiet-button" href={ui.url('/shortcuts')}>
            {icon('keyboard')} {words.sheet}
          </a>
        </div>
      </form>
    </main>
  )
}

function KeyLine({ ui, line: { name, key, value, fault } }: { ui: Ui; line: Line }) {
  const words = ui.words.ownKeys
  const id = `key-${name satisfies KeyName}`
  const described = [value !== key && `${id}-usual`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div class="own-key">
      <label for={id}>{ui.words.shortcuts.keys[name]}</label>
      <input
        id={id}
        name={name}
        value={value}
        maxlength={5}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={described || undefined}
        aria-invalid={fault ? 'true' : undefined}
      />
      {value !== key && (
        <span class="quiet" id={`${id}-usual`}>
          {words.usual(key)}
        </span>
      )}
      {fault && (
        <p class="error" id={`${id}-fault`}>
          {icon('circle-alert')} {fault}
        </p>
      )}
    </div>
  )
}
