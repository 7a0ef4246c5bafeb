import { AllSteps, type FirstStepsProps } from './first-steps.tsx'

/** Everything that helps a new desk along, in one place. */
export function StartPage(props: FirstStepsProps) {
  const words = props.ui.words.start
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <AllSteps {...props} />
    </main>
  )
}
