import { messageIdKey } from '../src/mail/emails.ts'
import { messageKey } from './answered-ids.ts'
import type { Known } from './evidence.ts'
import type { Item } from './item.ts'
import { subjectKey } from './subjects.ts'
import type { Hunch } from './thread.ts'
import { hunches } from './thread-words.ts'

/**
 * Where else a mail that opens an issue may belong (inbound.md L7, and answers that came before what they answer):
 * none of it attaches anything.
 */
export function guess(item: Item, known: Known): Hunch[] {
  const found = [...answeredBefore(item, known), ...sameSubject(item, known), ...sameOutlook(item, known)]
  const alive = found.flatMap((one) => {
    const issue = known.issues.get(one.issueId)
    return issue ? [{ ...one, issueId: issue.id }] : []
  })
  return [...new Map(alive.reverse().map((one) => [one.issueId, one])).values()].reverse().slice(0, 3)
}

function answeredBefore({ mail, mailbox }: Item, known: Known): Hunch[] {
  const key = messageKey(mailbox.id, messageIdKey(mail.messageId).toString('hex'))
  return (known.naming.get(key) ?? []).map(({ issueId }) => ({
    ...{ issueId, level: 'L5', evidence: mail.messageId.slice(0, 300) },
    text: hunches.answered(),
  }))
}

function sameSubject({ delivery, claims, mail }: Item, known: Known): Hunch[] {
  const own = subjectKey(mail.subject)
  const evidence = mail.subject.slice(0, 300).toWellFormed()
  return (known.alike.get(delivery.id) ?? []).flatMap(({ issueId, subject }) => {
    if (claims.tags.includes(issueId)) return [{ issueId, level: 'L7', evidence, text: hunches.tag(issueId) }]
    const same = own !== '' && own === subjectKey(subject)
    return same ? [{ issueId, level: 'L7', evidence, text: hunches.subject() }] : []
  })
}

function sameOutlook({ claims, mailbox, from }: Item, known: Known): Hunch[] {
  if (!claims.threadKey) return []
  return (known.naming.get(messageKey(mailbox.id, claims.threadKey)) ?? [])
    .filter((naming) => from !== '' && naming.from.toLowerCase() === from.toLowerCase())
    .map(({ issueId }) => ({ issueId, level: 'L7', evidence: 'Thread-Index', text: hunches.outlook() }))
}
