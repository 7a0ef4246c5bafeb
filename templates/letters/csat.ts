/** How five choices of the question at closing are called, the worst first, by language; fewer are some of them. */
const labels: Readonly<Record<string, readonly string[]>> = {
  de: ['Sehr schlecht', 'Schlecht', 'Mittelmäßig', 'Gut', 'Sehr gut'],
  en: ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'],
  es: ['Muy mal', 'Mal', 'Regular', 'Bien', 'Muy bien'],
  fr: ['Très mal', 'Mal', 'Moyen', 'Bien', 'Très bien'],
}
const someOf: Readonly<Record<number, readonly number[]>> = { 2: [1, 3], 3: [1, 2, 3], 5: [0, 1, 2, 3, 4] }

/** Scores from the best to the worst with their names in a language (BCP 47), English where there are none. */
export function csatChoices(choices: number, language = 'en'): { score: number; label: string }[] {
  const names = labels[language.split('-')[0]!.toLowerCase()] ?? labels.en!
  return (someOf[choices] ?? someOf[2]!).map((nth, at) => ({ score: at + 1, label: names[nth]! })).reverse()
}

export function csatLabel(choices: number, score: number, language = 'en'): string {
  return csatChoices(choices, language).find((one) => one.score === score)?.label ?? String(score)
}

type Asked = Readonly<{ question: string; choices: number; language?: string | undefined }>

/** The question as a letter asks it: a line for each choice with its link. */
export function csatText({ question, choices, language }: Asked, link: (score: number) => string): string {
  const lines = csatChoices(choices, language).map(({ score, label }) => `${label}: ${link(score)}`)
  return `${question}\n\n${lines.join('\n')}`
}

/** The same for a letter whose rep wrote HTML. */
export function csatHtml({ question, choices, language }: Asked, link: (score: number) => string): string {
  const safe = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const links = csatChoices(choices, language).map(({ score, label }) => `<a href="${link(score)}">${label}</a>`)
  return `<p>${safe(question)}<br>${links.join(' · ')}</p>`
}
