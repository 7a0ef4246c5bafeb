import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { datesMaker } from '../../templates/dates.ts'
import { createAuth } from '../reps/auth.ts'
import { accessPages } from './access.ts'
import { acknowledgementPages } from './acknowledgements.tsx'
import { archivePages } from './archive.tsx'
import { loadAssets } from './assets.ts'
import { attachmentPages, signedPictures } from './attachments.ts'
import { audiencePages } from './audiences.tsx'
import { auditPages } from './audit.tsx'
import { automaticPages } from './automatic.tsx'
import { pathBelow } from './base-path.ts'
import { boardPages } from './board.tsx'
import { bulkPages } from './bulk.tsx'
import { campaignEditorPages } from './campaign-editor.tsx'
import { campaignLaunchPages } from './campaign-launch.tsx'
import { campaignOptionPages } from './campaign-options.tsx'
import { campaignPreviewPages } from './campaign-preview.tsx'
import { campaignRecipientPages } from './campaign-recipients.tsx'
import { campaignPages } from './campaigns.tsx'
import { cannedPages } from './canned.tsx'
import { cannedChoosePages } from './canned-choose.tsx'
import { cannedPicker } from './canned-picker.tsx'
import { certificatePages } from './certificates.tsx'
import { mailCleaner } from './clean-mail.ts'
import { contactPages } from './contact.tsx'
import { contactFormPages } from './contact-forms.tsx'
import { csatAnswers, csatSettingsPages } from './csat.tsx'
import { refuseForeignPosts } from './csrf.ts'
import { deletedIssuePages } from './deleted-issues.tsx'
import type { AppParts, Desk, Web } from './desk.ts'
import { domainPages } from './domains.tsx'
import { draftPages } from './drafts.tsx'
import { emailPages } from './emails.tsx'
import { erasePages } from './erase.tsx'
import { failurePages } from './errors.tsx'
import { giftPages } from './gift.tsx'
import { giftProgramPages } from './gift-programs.tsx'
import { grantPages } from './grants.tsx'
import { groupPages } from './groups.tsx'
import { strictHeaders } from './headers.ts'
import { helpdeskImportPages } from './helpdesk-import.tsx'
import { hoursPages } from './hours.tsx'
import { refuseNul } from './input.ts'
import { interactionPages } from './interactions.tsx'
import { issueChanges } from './issue-changes.tsx'
import { issueWorkPages } from './issue-work.tsx'
import { issuePages } from './issues.tsx'
import { keepingPages } from './keeping.tsx'
import { letterTimePages } from './letter-times.ts'
import { letterPages } from './letters.tsx'
import { limitBodies } from './limit-bodies.ts'
import { linkingPages } from './linking.tsx'
import { livePages } from './live.tsx'
import { mailPages } from './mail.tsx'
import { mailDeeds } from './mail-deeds.tsx'
import { mailboxPages } from './mailboxes.tsx'
import { mailingListPages } from './mailing-lists.tsx'
import { mentionPages } from './mentions.tsx'
import { messagePages } from './messages.tsx'
import { newLetterPages } from './new-letter.tsx'
import { nextPages } from './next-issue.tsx'
import { openRoutes } from './open-routes.ts'
import { orderPages } from './orders.tsx'
import { outboxPages } from './outbox.tsx'
import { ownKeyPages } from './own-keys.tsx'
import { ownNumberPages } from './own-numbers.tsx'
import { ownPages } from './own-pages.tsx'
import { palettePages } from './palette.tsx'
import { peoplePages } from './people.tsx'
import { picklistPages } from './picklists.tsx'
import { presencePages } from './presence.ts'
import { problemPages } from './problems.tsx'
import { proposalPages } from './proposals.tsx'
import { readOwnWrites } from './read-own-writes.ts'
import { recipientPages } from './recipients.ts'
import { relayPages } from './relays.tsx'
import { remotePictures } from './remote-pictures.ts'
import { replyPages } from './replies.tsx'
import { reportListPages } from './report-lists.tsx'
import { savedReportPages } from './saved-reports.tsx'
import { searchPages } from './search.tsx'
import { senderPages } from './senders.tsx'
import { servicePages } from './service.tsx'
import { signedIn, withUi } from './session.ts'
import { settingsHistoryPages } from './settings-history.tsx'
import { shopImportPages } from './shop-import.tsx'
import { shopRulePages } from './shop-rules.tsx'
import { signInPages } from './sign-in.tsx'
import { signaturePages } from './signatures.tsx'
import { spellingPages } from './spelling.tsx'
import { spellingPen } from './spelling-pen.ts'
import { spentPages } from './spent.tsx'
import { startPages } from './start.tsx'
import { statisticsPages } from './statistics.tsx'
import { suppressionPages } from './suppressions.tsx'
import { surgePages } from './surges.ts'
import { testMail } from './test-mail.ts'
import { threadingPages } from './threading.tsx'
import { timed } from './timed.ts'
import { trackingRoutes } from './tracking.ts'
import { undoPages } from './undo.ts'
import { unsubscribePages } from './unsubscribe.tsx'
import { uploadPages } from './uploads.ts'
import { voidCertificatePages } from './void-certificates.tsx'
import { waysIn } from './ways-in.tsx'
import { webhookPages } from './webhooks.tsx'
import { followUpPages, noticePages, savedViewPages } from './work-pages.tsx'

/**
 * The web desk below BASE_PATH, and the API. A table of contents: what is open to everyone, what machines ask, what
 * needs a session. Without `live` (startWeb gives it) pages stay as they are until reloaded.
 */
export function createApp(parts: AppParts): Hono<Web> {
  const { config } = parts
  const desk: Desk = { ...parts, auth: createAuth(parts), cleanMail: mailCleaner(), dates: datesMaker() }
  const assets = loadAssets()
  const { onError, notFound } = failurePages(desk, assets)
  const app = new Hono<Web>({ getPath: (request) => pathBelow(config.basePath, request.url) })
    .onError(onError)
    .notFound(notFound)
    .use(timed(parts.health.times))
    .use(strictHeaders(config))
    .use(compress())
    .route('/', assets.routes)
    .route('/', openRoutes(desk))
    .use(withUi(desk, assets))
    .use(refuseForeignPosts(config))
    .route('/api/v1', parts.api)
    .use(refuseNul)
    .use(limitBodies)
    .use(readOwnWrites(desk))
    .route('/', signInPages(desk))
    .route('/', waysIn(desk))
    .route('/', csatAnswers(desk))
    .route('/', giftPages(desk))
    .route('/', unsubscribePages(desk))
    .route('/', contactPages(desk))
    .route('/', archivePages(desk))
    .route('/', trackingRoutes(desk))
    .route('/', signedPictures(desk))
    .route('/', remotePictures(desk))
    .use(signedIn(desk, assets))
  for (const pages of behindSignIn) app.route('/', pages(desk))
  return app
}

/** Every noun's pages, in the order in which an address is looked for: /people/proposals is no id. */
const behindSignIn: readonly ((desk: Desk) => Hono<Web>)[] = [
  boardPages,
  issuePages,
  bulkPages,
  issueChanges,
  issueWorkPages,
  followUpPages,
  noticePages,
  savedViewPages,
  savedReportPages,
  groupPages,
  deletedIssuePages,
  proposalPages,
  ownKeyPages,
  mentionPages,
  threadingPages,
  linkingPages,
  replyPages,
  newLetterPages,
  draftPages,
  uploadPages,
  recipientPages,
  letterTimePages,
  signaturePages,
  undoPages,
  outboxPages,
  letterPages,
  mailDeeds,
  mailPages,
  mailboxPages,
  relayPages,
  domainPages,
  contactFormPages,
  webhookPages,
  acknowledgementPages,
  automaticPages,
  csatSettingsPages,
  cannedPages,
  cannedChoosePages,
  cannedPicker,
  picklistPages,
  mailingListPages,
  suppressionPages,
  settingsHistoryPages,
  auditPages,
  keepingPages,
  emailPages,
  attachmentPages,
  messagePages,
  audiencePages,
  spentPages,
  erasePages,
  interactionPages,
  peoplePages,
  orderPages,
  problemPages,
  shopImportPages,
  shopRulePages,
  hoursPages,
  startPages,
  helpdeskImportPages,
  campaignEditorPages,
  campaignLaunchPages,
  campaignPreviewPages,
  campaignRecipientPages,
  campaignOptionPages,
  voidCertificatePages,
  campaignPages,
  certificatePages,
  grantPages,
  giftProgramPages,
  servicePages,
  surgePages,
  ownNumberPages,
  statisticsPages, // before reports: a statistic is no list
  searchPages,
  senderPages,
  spellingPages,
  spellingPen,
  accessPages,
  testMail,
  ownPages,
  livePages,
  presencePages,
  palettePages,
  nextPages,
  reportListPages, // after whatever else lies below /reports
]
