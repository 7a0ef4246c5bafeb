import type { Tx } from '../database/connection.ts'
import { undoAcknowledgement } from './acknowledgement-changes.ts'
import { undoAudience } from './audiences.ts'
import { undoBulk } from './bulk-undo.ts'
import { undoCampaignOptions } from './campaign-options.ts'
import { undoCanned } from './canned-changes.ts'
import { undoCannedSet } from './canned-set.ts'
import { undoGrant, undoProgram } from './certificate-changes.ts'
import type { Actor } from './changes.ts'
import { undoContactForm } from './contact-form-changes.ts'
import { undoCsat } from './csat-settings.ts'
import { undoDictionary } from './dictionaries.ts'
import { undoFirstSteps } from './first-steps.ts'
import { undoFollowUp } from './follow-ups.ts'
import { undoGroup } from './groups.ts'
import { undoHours } from './hours-changes.ts'
import { undoRawKeeping } from './keeping-changes.ts'
import { restoreMailbox } from './mailbox-changes.ts'
import { undoMailingList, undoMember } from './mailing-list-changes.ts'
import { undoProposals } from './match-many.ts'
import { undoComment } from './order-comments.ts'
import { undoPersonNote } from './person-notes.ts'
import { undoPicklist } from './picklist-lists.ts'
import { undoProblem } from './problem-changes.ts'
import { undoSavedReport } from './saved-reports.ts'
import { undoView } from './saved-views.ts'
import { undoSenderIdentity } from './sender-identity-changes.ts'
import { undoTrust } from './sender-rules.ts'
import { undoShopRules } from './shop-rule-changes.ts'
import { undoSignIn } from './sign-in-changes.ts'
import { undoLanguages } from './spelling-languages.ts'
import { undoWord } from './spelling-words.ts'
import { undoSplit } from './split.ts'
import { undoStaff } from './staff-changes.ts'
import { undoSuppression } from './suppression-changes.ts'
import { undoSurge } from './surges.ts'
import { undoTemplate } from './template-changes.ts'
import { undoTie } from './ties.ts'
import { undoMail, undoSenderRule } from './undo-mail.ts'
import { undoRecord } from './undo-person.ts'
import { undoThreading } from './undo-thread.ts'
import { undoWebhook } from './webhook-changes.ts'

type Change = Readonly<{
  id: number
  kind: string
  issueId: number | null
  userIdentificationId: number | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}>
type Undo = (tx: Tx, actor: Actor, change: Change) => Promise<{ changeId: number } | { conflict: string }>

/** Whose matter the undo of a kind of change is, where it is not the issue's own (undo.ts). */
const undos: Readonly<Record<string, Undo>> = {
  'person.create': undoRecord,
  'person.remove': undoRecord,
  'person.match': undoRecord,
  'person.unmatch': undoRecord,
  'person.dismiss': undoRecord,
  'person.matches': undoProposals,
  'person.merge': undoRecord,
  'person.unmerge': undoRecord,
  'mail.release': undoMail,
  'mail.refile': undoMail,
  'mail.hold': undoMail,
  'settings.sign_in': undoSignIn,
  'settings.shop_rules': undoShopRules,
  'settings.raw_keeping': undoRawKeeping,
  'settings.hours': undoHours,
  'settings.first_steps': undoFirstSteps,
  'mailbox.hours': undoHours,
  'settings.trust': undoTrust,
  'sender.rule': undoSenderRule,
  'mailbox.create': restoreMailbox,
  'mailbox.update': restoreMailbox,
  'mailbox.delete': restoreMailbox,
  'mailbox.acknowledge': undoAcknowledgement,
  'mailbox.csat': undoCsat,
  participants: undoThreading,
  customer: undoThreading,
  suggestion: undoThreading,
  placed: undoThreading,
  split: undoSplit,
  'order.comment': undoComment,
  'person.note': undoPersonNote,
  'picklist.item': undoPicklist,
  'picklist.order': undoPicklist,
  'picklist.list': undoPicklist,
  'canned.own': undoCanned,
  'canned.shared': undoCanned,
  'canned.suggested': undoCannedSet,
  'issue.bulk': undoBulk,
  'follow-up': undoFollowUp,
  watch: undoTie,
  related: undoTie,
  'group.create': undoGroup,
  'group.update': undoGroup,
  view: undoView,
  saved_report: undoSavedReport,
  audience: undoAudience,
  'campaign.options': undoCampaignOptions,
  'certificate.grant': undoGrant,
  'certificate.void': undoGrant,
  'gift_program.create': undoProgram,
  'gift_program.update': undoProgram,
  'list.update': undoMailingList,
  'list.unproven': undoMailingList,
  'list.member': undoMember,
  'suppression.add': undoSuppression,
  'suppression.lift': undoSuppression,
  'settings.sender': undoSenderIdentity,
  'surge.dismiss': undoSurge,
  'surge.show': undoSurge,
  'problem.resolve': undoProblem,
  'problem.reopen': undoProblem,
  'template.create': undoTemplate,
  'template.update': undoTemplate,
  'template.remove': undoTemplate,
  'spelling.teach': undoWord,
  'spelling.prune': undoWord,
  'spelling.languages': undoLanguages,
  'spelling.dictionary': undoDictionary,
  'rep.invite': undoStaff,
  'rep.update': undoStaff,
  'rep.deactivate': undoStaff,
  'rep.reactivate': undoStaff,
  'contact_form.create': undoContactForm,
  'contact_form.update': undoContactForm,
  'contact_form.delete': undoContactForm,
  'webhook.create': undoWebhook,
  'webhook.update': undoWebhook,
  'webhook.delete': undoWebhook,
  'webhook.rotate': undoWebhook,
}

export function undoOf(kind: string): Undo {
  if (Object.hasOwn(undos, kind)) return undos[kind]!
  return async () => ({ conflict: `A change of the kind “${kind}” cannot be undone.` })
}
