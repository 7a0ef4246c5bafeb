import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { acknowledgementRoutes } from './acknowledgements.ts'
import { attachmentRoutes } from './attachments.ts'
import { audienceRoutes } from './audiences.ts'
import { auditRoutes } from './audit.ts'
import { authenticate } from './auth.ts'
import { automaticEmailRoutes } from './automatic-emails.ts'
import { campaignAgainRoutes } from './campaign-again.ts'
import { campaignCertificateRoutes } from './campaign-certificates.ts'
import { campaignDeedRoutes } from './campaign-deeds.ts'
import { campaignOptionRoutes } from './campaign-options.ts'
import { campaignRoutes } from './campaigns.ts'
import { cannedRoutes } from './canned.ts'
import { contactFormRoutes } from './contact-forms.ts'
import { csatRoutes } from './csat.ts'
import { customerRoutes } from './customers.ts'
import { deletedIssueRoutes } from './deleted-issues.ts'
import { draftRoutes } from './drafts.ts'
import { emailRoutes } from './emails.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { findServerRoutes } from './find-servers.ts'
import { firstStepRoutes } from './first-steps.ts'
import { followUpRoutes } from './follow-ups.ts'
import { giftCertificateRoutes } from './gift-certificates.ts'
import { giftClaimRoutes } from './gift-claims.ts'
import { giftProgramRoutes } from './gift-programs.ts'
import { giftRedemptionRoutes } from './gift-redemptions.ts'
import { groupRoutes } from './groups.ts'
import { helpdeskImportRoutes } from './helpdesk-imports.ts'
import { hoursRoutes } from './hours.ts'
import { interactionRoutes } from './interactions.ts'
import { issuePartRoutes } from './issue-parts.ts'
import { issueWorkRoutes } from './issue-work.ts'
import { issueRoutes } from './issues.ts'
import { keyRoutes } from './keys.ts'
import { letterDeedRoutes } from './letter-deeds.ts'
import { letterRoutes } from './letters.ts'
import { mailRoutes } from './mail.ts'
import { mailKeepingRoutes } from './mail-keeping.ts'
import { mailboxRoutes } from './mailboxes.ts'
import { mailingListRoutes } from './mailing-lists.ts'
import { matchProposalRoutes } from './match-proposals.ts'
import { matchingRoutes } from './matching.ts'
import { noticeRoutes } from './notices.ts'
import { orderRoutes } from './orders.ts'
import { outboxRoutes } from './outbox.ts'
import { ownLanguageRoutes } from './own-language.ts'
import { partRoutes } from './parts.ts'
import { peopleRoutes } from './people.ts'
import { picklistRoutes } from './picklists.ts'
import { failed, invalid, problem } from './problems.ts'
import { relayRoutes } from './relays.ts'
import { reportListRoutes } from './report-lists.ts'
import { savedReportRoutes } from './saved-reports.ts'
import { savedViewRoutes } from './saved-views.ts'
import { searchRoutes } from './search.ts'
import { senderRoutes } from './senders.ts'
import { sendingDomainRoutes } from './sending-domains.ts'
import { serviceRoutes } from './service.ts'
import { shopRoutes } from './shop.ts'
import { shopImportRoutes } from './shop-imports.ts'
import { shopRuleRoutes } from './shop-rules.ts'
import { spellingRoutes } from './spelling.ts'
import { dictionaryRoutes } from './spelling-dictionaries.ts'
import { staffRoutes } from './staff.ts'
import { startRoutes } from './start.ts'
import { statisticsRoutes } from './statistics.ts'
import { suppressionRoutes } from './suppressions.ts'
import { templateRoutes } from './templates.ts'
import { participantRoutes, threadingRoutes } from './threading.ts'
import { undoRoutes } from './undo.ts'
import { webhookRoutes } from './webhooks.ts'

const nouns = [
  issueRoutes,
  issuePartRoutes,
  issueWorkRoutes,
  deletedIssueRoutes,
  followUpRoutes,
  groupRoutes,
  savedViewRoutes,
  savedReportRoutes,
  noticeRoutes,
  ownLanguageRoutes,
  interactionRoutes,
  customerRoutes,
  matchProposalRoutes,
  matchingRoutes, // before people: /people/candidates is no id
  peopleRoutes,
  letterDeedRoutes,
  outboxRoutes,
  letterRoutes,
  draftRoutes,
  attachmentRoutes,
  auditRoutes,
  mailKeepingRoutes,
  emailRoutes,
  mailRoutes,
  mailboxRoutes,
  relayRoutes,
  sendingDomainRoutes,
  acknowledgementRoutes,
  orderRoutes,
  shopRoutes,
  shopImportRoutes,
  shopRuleRoutes,
  hoursRoutes,
  firstStepRoutes,
  findServerRoutes,
  helpdeskImportRoutes,
  threadingRoutes,
  participantRoutes,
  partRoutes,
  searchRoutes,
  senderRoutes,
  picklistRoutes,
  startRoutes, // before canned: /canned-responses/suggested is no id
  cannedRoutes,
  staffRoutes,
  keyRoutes,
  templateRoutes,
  automaticEmailRoutes,
  csatRoutes,
  giftClaimRoutes,
  giftRedemptionRoutes, // before certificates: /gift-certificates/balance is no id
  giftCertificateRoutes,
  giftProgramRoutes,
  campaignRoutes,
  campaignDeedRoutes,
  campaignAgainRoutes,
  campaignOptionRoutes,
  campaignCertificateRoutes,
  spellingRoutes,
  dictionaryRoutes,
  audienceRoutes,
  mailingListRoutes,
  suppressionRoutes,
  webhookRoutes,
  contactFormRoutes,
  undoRoutes,
  serviceRoutes,
  statisticsRoutes,
  reportListRoutes, // after whatever else lies below /reports
]
const maxBody = 4 << 20
const maxUpload = 26 << 20

/** The JSON API, to be mounted under /api/v1; its document is the only thing that needs no key. */
export function createApi(parts: ApiParts): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => (result.success ? undefined : invalid(result.target, result.error)),
  })
  app.onError((error, c) => failed(error, c, parts.log))
  app.use('*', async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })
  app.get('/openapi.json', (c) => c.json(app.getOpenAPI31Document(head(parts))))
  app.use('*', authenticate(parts.db))
  app.use(
    '*',
    limited(/\/(attachments|shop\/batch|shop\/import|helpdesk-imports|spelling\/dictionaries)$/, maxUpload, maxBody),
  )
  for (const routes of nouns) app.route('/', routes(parts))
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  app.all('*', (c) => problem(404, `There is no ${c.req.method} ${c.req.path}: see openapi.json for what there is.`))
  return app
}

function head({ config }: ApiParts) {
  return {
    openapi: '3.1.0',
    info: { title: 'Antfarm', version: '1', description: 'The desk as JSON. Errors are RFC 9457 problem details.' },
    servers: [{ url: `${config.publicUrl}${config.basePath}api/v1` }],
  }
}

/** Bytes of a body: more for uploads than for JSON. */
function limited(uploads: RegExp, most: number, usual: number) {
  const refuse = (bytes: number) => () => problem(413, `The body is larger than ${bytes >> 20} MiB: send less.`)
  const large = bodyLimit({ maxSize: most, onError: refuse(most) })
  const small = bodyLimit({ maxSize: usual, onError: refuse(usual) })
  return (c: Parameters<typeof large>[0], next: Parameters<typeof large>[1]) =>
    (uploads.test(c.req.path) ? large : small)(c, next)
}
