import type { Ui } from '../../templates/ui.ts'

/** What a toast says of the work on issues; undefined where another noun speaks of the change. */
export function workText(
  { words }: Ui,
  kind: string,
  after: Record<string, unknown>,
  assigned: string,
): string | undefined {
  const { work, followUps, groups, savedViews } = words
  if (kind === 'issue.bulk') return bulkText(words, after, assigned)
  if (kind === 'issue.delete') return after.deletedAt ? work.removed : work.restored
  if (kind === 'watch') return after.watching ? work.flash.watching : work.flash.notWatching
  if (kind === 'related') return after.related ? work.flash.related : work.flash.unrelated
  if (kind === 'follow-up')
    return 'doneAt' in after ? followUps.flash[after.doneAt ? 'done' : 'open'] : followUps.flash.changed
  if (kind === 'group.create' || kind === 'group.update') return groups.saved
  if (kind === 'audience') return after.deleted ? words.audiences.flash.gone : words.audiences.flash.saved
  if (kind === 'view') return savedViews.saved
  if (kind === 'saved_report') return words.savedReports.flash[after.deleted ? 'gone' : 'saved']
  if (kind === 'certificate.grant') return words.certificates.granted
  if (kind === 'certificate.void') return words.certificates.voided
  if (kind.startsWith('gift_program.')) return words.certificates.programSaved
  if (kind === 'settings.hours' || kind === 'mailbox.hours') return words.hours.flash
  if (kind === 'settings.first_steps') return words.start.flash[after.hidden ? 'hidden' : 'shown']
  if (kind === 'canned.suggested') return words.start.flash.canned(Number(after.count))
  if (kind.startsWith('canned.')) return after.deleted ? words.canned.gone : words.canned.saved
  if (kind !== 'issue.update' || 'closedAt' in after) return undefined
  if ('groupName' in after) return work.flash.group(String(after.groupName ?? ''))
  if ('dueAt' in after) return after.dueAt ? work.flash.due : work.flash.noDue
  if (after.snoozeUntil || after.snoozedForReply) return work.flash.snoozed
  return 'snoozeUntil' in after || 'snoozedForReply' in after ? work.flash.awake : undefined
}

function bulkText({ bulk, issue }: Ui['words'], after: Record<string, unknown>, assigned: string): string {
  const { what } = bulk
  const done = (text: string) => bulk.done(Number(after.issues), text)
  if (after.undo) return done(what.undone)
  if (after.status) return done(what[after.status === 'closed' ? 'closed' : 'open'])
  if ('assigneeId' in after) return done(after.assigneeId === null ? what.unassigned : what.assigned(assigned))
  if (after.addTypes || after.removeTypes) return done(what.types)
  if ('groupName' in after) return done(what.group(String(after.groupName ?? '')))
  const priorities: Readonly<Record<string, string>> = issue.priorities
  if (after.priority) return done(what.priority(priorities[String(after.priority)] ?? ''))
  if ('snooze' in after) return done(after.snooze ? what.snoozed : what.awake)
  return done(what.changed)
}
