import type { DemoCount } from '../src/letters/demo-data.ts'
import { AllSteps, type FirstStepsProps } from './first-steps.tsx'
import { FindServers, type FoundProps } from './found-servers.tsx'
import { icon } from './icon.tsx'
import { languageName } from './language-name.ts'
import type { Ui } from './ui.ts'

export type StartProps = FirstStepsProps &
  Pick<FoundProps, 'found'> &
  Readonly<{
    demo: DemoCount
    languages: readonly string[]
    notice?: string | undefined
    trouble?: string | undefined
    typed?: string
  }>

/** Everything that helps a new desk along, in one place. */
export function StartPage(props: StartProps) {
  const { ui, notice, trouble } = props
  const words = ui.words.start
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {notice && (
        <p class="notice" role="status">
          {icon('circle-check')} {notice}
        </p>
      )}
      {trouble && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {trouble}
        </p>
      )}
      <AllSteps {...props} />
      <FindServers ui={ui} address={props.typed ?? ''} found={props.found} />
      <SuggestedCanned ui={ui} languages={props.languages} />
      <section class="start-part" aria-labelledby="start-helpdesk">
        <h2 id="start-helpdesk">{words.helpdesk.title}</h2>
        <p class="quiet">{words.helpdesk.lead}</p>
        <a class="button" href={ui.url('/settings/start/helpdesk')}>
          {words.helpdesk.start}
        </a>
      </section>
      <DemoData ui={ui} demo={props.demo} />
    </main>
  )
}

function SuggestedCanned({ ui, languages }: { ui: Ui; languages: readonly string[] }) {
  const words = ui.words.start.canned
  return (
    <section class="start-part" aria-labelledby="start-canned">
      <h2 id="start-canned">{words.title}</h2>
      <p class="quiet">{words.lead}</p>
      <form method="post" action={ui.url('/settings/start/canned')} class="row-of-buttons">
        <div class="field">
          <label for="language">{words.language}</label>
          <select id="language" name="language">
            {languages.map((language) => (
              <option value={language} selected={language === ui.language}>
                {languageName(ui, language)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="button">
          {words.add}
        </button>
      </form>
    </section>
  )
}

function DemoData({ ui, demo }: { ui: Ui; demo: DemoCount }) {
  const words = ui.words.start.demo
  const there = demo.people + demo.issues > 0
  return (
    <section class="start-part" aria-labelledby="start-demo">
      <h2 id="start-demo">{words.title}</h2>
      <p class="quiet">{words.lead}</p>
      {!there && (
        <form method="post" action={ui.url('/settings/start/demo')}>
          <button type="submit" class="button">
            {words.add}
          </button>
        </form>
      )}
      {there && (
        <>
          <p>
            {words.there(demo.people, demo.issues, demo.entries)} {words.also}
          </p>
          <form method="post" action={ui.url('/settings/start/demo/remove')}>
            <button type="submit" class="button">
              {words.remove}
            </button>
          </form>
        </>
      )}
    </section>
  )
}
