import type { FirstSteps, StepName } from '../src/desk/first-steps.ts'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type FirstStepsProps = Readonly<{ ui: Ui; first: FirstSteps; address: string }>

const places: Readonly<Record<StepName, readonly [path: string, icon: IconName]>> = {
  mail: ['/mail', 'inbox'],
  answer: ['/issues', 'reply'],
  mailbox: ['/settings/start#start-found', 'at-sign'],
  relay: ['/settings/relays', 'send'],
  name: ['/settings/mailboxes', 'pen-line'],
  colleague: ['/settings/staff', 'users'],
  customers: ['/shop/import', 'download'],
  canned: ['/settings/start#start-canned', 'text-quote'],
  spelling: ['/settings/spelling', 'spell-check'],
}

/** The checklist of a new desk, for who may do these things; nothing for others or where it is hidden. */
export function FrontSteps({ ui, first, address }: FirstStepsProps) {
  if (first.hidden || !ui.may('settings')) return null
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <Head {...{ ui, first, address }}>
        <a class="link-button" href={ui.url('/settings/start')}>
          {ui.words.start.more}
        </a>
        <HideSteps ui={ui} hidden={false} />
      </Head>
      <Steps {...{ ui, first, address }} />
    </section>
  )
}

/** The same where it is always shown. */
export function AllSteps({ ui, first, address }: FirstStepsProps) {
  return (
    <section class="first-steps" aria-labelledby="first-steps">
      <Head {...{ ui, first, address }}>
        <HideSteps ui={ui} hidden={first.hidden} />
      </Head>
      <Steps {...{ ui, first, address }} />
    </section>
  )
}

function Head({ ui, first, children }: FirstStepsProps & { children: unknown }) {
  const words = ui.words.start
  const done = first.steps.filter((step) => step.done).length
  return (
    <div class="first-steps-head">
      <h2 id="first-steps">{words.steps}</h2>
      <p class="quiet">{done === first.steps.length ? words.allDone : words.progress(done, first.steps.length)}</p>
      <div class="first-steps-deeds">{children as string}</div>
    </div>
  )
}

function HideSteps({ ui, hidden }: { ui: Ui; hidden: boolean }) {
  const words = ui.words.start
  return (
    <form method="post" action={ui.url('/settings/start/steps')} class="inline">
      <input type="hidden" name="hidden" value={hidden ? '' : 'yes'} />
      <input type="hidden" name="at" value={ui.here} />
      <button type="submit" class="link-button">
        {hidden ? words.show : words.hide}
      </button>
    </form>
  )
}

function Steps({ ui, first, address }: FirstStepsProps) {
  const words = ui.words.start
  return (
    <ol class="first-steps-list">
      {first.steps.map(({ name, done }) => {
        const [path, sign] = places[name]
        const { name: title, todo, go } = words.step[name]
        return (
          <li class={done ? 'first-step done' : 'first-step'}>
            {icon(done ? 'circle-check' : sign)}
            <p>
              <strong>{title}</strong> <span class="sr">({done ? words.done : words.open})</span>
              {!done && <span class="quiet">{todo(name === 'canned' ? String(first.canned) : address)}</span>}
            </p>
            {!done && <a href={ui.url(path)}>{go}</a>}
          </li>
        )
      })}
    </ol>
  )
}
