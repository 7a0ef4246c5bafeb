import { type FirstStepsProps, FrontSteps } from './first-steps.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type FirstRunProps = {
  ui: Ui
  address: string
  curl: string
  problem?: string | undefined
  steps: Omit<FirstStepsProps, 'ui'> | undefined
}

/** The desk before its first mail: the address, a line that mails it, a button that does. */
export function FirstRun({ ui, address, curl, problem, steps }: FirstRunProps) {
  const words = ui.words.firstRun
  return (
    <main id="pane" class="pane nothing first-run" tabindex={-1}>
      <div class="first-run-box">
        <h2>{words.title}</h2>
        <p>{words.lead(address)}</p>
        <p class="address">
          {icon('at-sign')} <strong>{address}</strong>
        </p>
        <h3>{words.curl}</h3>
        <pre class="code" id="curl" tabindex={0}>
          {curl}
        </pre>
        <div class="row-of-buttons">
          <form method="post" action={ui.url('/test-mail')} class="inline">
            <button type="submit" class="button primary">
              {icon('send')} {words.button}
            </button>
          </form>
          <button class="button" type="button" data-copy="#curl" hidden>
            {icon('copy')} <span>{words.copy}</span>
          </button>
        </div>
        <p class="quiet">{words.buttonHint}</p>
        {problem && (
          <p class="notice bad" role="alert">
            {icon('circle-alert')} {problem}
          </p>
        )}
        {steps && <FrontSteps ui={ui} {...steps} />}
      </div>
    </main>
  )
}
