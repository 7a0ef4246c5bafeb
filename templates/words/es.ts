import type { Words } from './en.ts'
import { audiencesWords } from './es/audiences.ts'
import { automaticWords } from './es/automatic.ts'
import { boardWords } from './es/board.ts'
import { campaignEditorWords } from './es/campaign-editor.ts'
import { campaignGapsWords } from './es/campaign-gaps.ts'
import { campaignsWords } from './es/campaigns.ts'
import { cannedWords } from './es/canned.ts'
import { certificatesWords } from './es/certificates.ts'
import { chartsWords } from './es/charts.ts'
import { consentWords } from './es/consent.ts'
import { craftWords } from './es/craft.ts'
import { customerWords } from './es/customer.ts'
import { deskWords } from './es/desk.ts'
import { gapsWords } from './es/gaps.ts'
import { hoursWords } from './es/hours.ts'
import { interactionWords } from './es/interaction.ts'
import { issueWords } from './es/issue.ts'
import { mailWords } from './es/mail.ts'
import { mailboxesWords } from './es/mailboxes.ts'
import { numbersWords } from './es/numbers.ts'
import { operationWords } from './es/operation.ts'
import { outboxWords } from './es/outbox.ts'
import { pagesWords } from './es/pages.ts'
import { partsWords } from './es/parts.ts'
import { penWords } from './es/pen.ts'
import { proofWords } from './es/proof.ts'
import { reportValuesWords } from './es/report-values.ts'
import { reportsWords } from './es/reports.ts'
import { saidWords } from './es/said.ts'
import { savedReportsWords } from './es/saved-reports.ts'
import { searchWords } from './es/search.ts'
import { serviceWords } from './es/service.ts'
import { shopDataWords } from './es/shop-data.ts'
import { spellingWords } from './es/spelling.ts'
import { staffWords } from './es/staff.ts'
import { startWords } from './es/start.ts'
import { statisticsWords } from './es/statistics.ts'
import { threadingWords } from './es/threading.ts'
import { waysWords } from './es/ways.ts'
import { webhooksWords } from './es/webhooks.ts'
import { workWords } from './es/work.ts'

/** Every sentence of the interface in Spanish. */
export const es: Words = {
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
