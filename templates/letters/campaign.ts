/** What stands below every campaign letter (campaigns.md 4.7): who sends it, what the law wants said, and the way out. */
export type Footer = Readonly<{ postalAddress: string; legalText: string; terms: string }>

/** Liquid over Markdown. A template that names the way out itself does not get it twice. */
export function campaignFooter({ postalAddress, legalText, terms }: Footer, template: string): string {
  const leaves = /\bunsubscribe_url\b/.test(template)
  const wayOut = leaves ? '' : 'Unsubscribe: {{ unsubscribe_url }}'
  const parts = [terms, legalText, postalAddress].map(asIs).filter(Boolean)
  const all = [...parts, ...(wayOut ? [wayOut] : [])]
  return all.length > 0 ? `\n\n-- \n${all.join('\n\n')}\n` : '\n'
}

/** Words of settings are no template. */
function asIs(text: string): string {
  return text.trim().replace(/\{(?=[{%])/g, '{\u2060')
}
