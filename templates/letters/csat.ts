/** How the choices of the question at closing are called, the worst first. */
const labels: Readonly<Record<number, readonly string[]>> = {
  2: ['Bad', 'Good'],
  3: ['Bad', 'So-so', 'Good'],
  5: ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'],
}

/** Scores from the best to the worst with their names. */
export function csatChoices(choices: number): { score: number; label: string }[] {
  return (labels[choices] ?? labels[2]!).map((label, at) => ({ score: at + 1, label })).reverse()
}

export function csatLabel(choices: number, score: number): string {
  return csatChoices(choices).find((one) => one.score === score)?.label ?? String(score)
}

/** The question as a letter asks it: a line for each choice with its link. */
export function csatText(question: string, choices: number, link: (score: number) => string): string {
  const lines = csatChoices(choices).map(({ score, label }) => `${label}: ${link(score)}`)
  return `${question}\n\n${lines.join('\n')}`
}

/** The same for a letter whose rep wrote HTML. */
export function csatHtml(question: string, choices: number, link: (score: number) => string): string {
  const safe = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const links = csatChoices(choices).map(({ score, label }) => `<a href="${link(score)}">${label}</a>`)
  return `<p>${safe(question)}<br>${links.join(' · ')}</p>`
}
