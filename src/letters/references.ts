/**
 * An id that can stand in a header as it is; mail in the wild has ids with spaces, half of them or kilobytes of them.
 * The one that we made up for a mail without an id means nothing to anybody else.
 */
function usable(id: string): boolean {
  return !id.endsWith('@missing.local') && id.length <= 250 && /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(id)
}

/**
 * References of a letter (inbound.md 4.2): our id of the issue first, then the conversation's ids, oldest first, of
 * which the first four and the last six stay.
 */
export function references(issueReference: string, conversation: readonly string[]): string[] {
  const ids = [...new Set(conversation.filter((id) => usable(id) && id !== issueReference))]
  const kept = ids.length > 10 ? [...ids.slice(0, 4), ...ids.slice(-6)] : ids
  return [issueReference, ...kept]
}

/** The id that In-Reply-To may name; undefined for one that no header could carry. */
export function inReplyTo(messageId: string): string | undefined {
  return usable(messageId) ? messageId : undefined
}
