import type { Words } from './en.ts'
import { audiencesWords } from './fr/audiences.ts'
import { automaticWords } from './fr/automatic.ts'
import { boardWords } from './fr/board.ts'
import { campaignEditorWords } from './fr/campaign-editor.ts'
import { campaignGapsWords } from './fr/campaign-gaps.ts'
import { campaignsWords } from './fr/campaigns.ts'
import { cannedWords } from './fr/canned.ts'
import { certificatesWords } from './fr/certificates.ts'
import { chartsWords } from './fr/charts.ts'
import { consentWords } from './fr/consent.ts'
import { craftWords } from './fr/craft.ts'
import { customerWords } from './fr/customer.ts'
import { deskWords } from './fr/desk.ts'
import { gapsWords } from './fr/gaps.ts'
import { hoursWords } from './fr/hours.ts'
import { interactionWords } from './fr/interaction.ts'
import { issueWords } from './fr/issue.ts'
import { mailWords } from './fr/mail.ts'
import { mailboxesWords } from './fr/mailboxes.ts'
import { numbersWords } from './fr/numbers.ts'
import { operationWords } from './fr/operation.ts'
import { outboxWords } from './fr/outbox.ts'
import { pagesWords } from './fr/pages.ts'
import { partsWords } from './fr/parts.ts'
import { penWords } from './fr/pen.ts'
import { proofWords } from './fr/proof.ts'
import { reportValuesWords } from './fr/report-values.ts'
import { reportsWords } from './fr/reports.ts'
import { saidWords } from './fr/said.ts'
import { savedReportsWords } from './fr/saved-reports.ts'
import { searchWords } from './fr/search.ts'
import { serviceWords } from './fr/service.ts'
import { shopDataWords } from './fr/shop-data.ts'
import { spellingWords } from './fr/spelling.ts'
import { staffWords } from './fr/staff.ts'
import { startWords } from './fr/start.ts'
import { statisticsWords } from './fr/statistics.ts'
import { threadingWords } from './fr/threading.ts'
import { waysWords } from './fr/ways.ts'
import { webhooksWords } from './fr/webhooks.ts'
import { workWords } from './fr/work.ts'

/** Every sentence of the interface in French. */
export const fr: Words = {
  ...audiencesWords,
  ...automaticWords,
  ...boardWords,
  ...campaignEditorWords,
  ...campaignsWords,
  ...campaignGapsWords,
  ...cannedWords,
  ...certificatesWords,
  ...chartsWords,
  ...consentWords,
  ...craftWords,
  ...customerWords,
  ...deskWords,
  ...gapsWords,
  ...hoursWords,
  ...interactionWords,
  ...issueWords,
  ...mailWords,
  ...mailboxesWords,
  ...numbersWords,
  ...operationWords,
  ...outboxWords,
  ...pagesWords,
  ...partsWords,
  ...penWords,
  ...reportsWords,
  ...reportValuesWords,
  ...saidWords,
  ...savedReportsWords,
  ...searchWords,
  ...serviceWords,
  ...shopDataWords,
  ...spellingWords,
  ...staffWords,
  ...startWords,
  ...statisticsWords,
  ...waysWords,
  ...threadingWords,
  ...webhooksWords,
  ...workWords,
  ...proofWords,
}
