import { audiencesWords } from './de/audiences.ts'
import { automaticWords } from './de/automatic.ts'
import { boardWords } from './de/board.ts'
import { campaignEditorWords } from './de/campaign-editor.ts'
import { campaignGapsWords } from './de/campaign-gaps.ts'
import { campaignsWords } from './de/campaigns.ts'
import { cannedWords } from './de/canned.ts'
import { certificatesWords } from './de/certificates.ts'
import { chartsWords } from './de/charts.ts'
import { consentWords } from './de/consent.ts'
import { craftWords } from './de/craft.ts'
import { customerWords } from './de/customer.ts'
import { deskWords } from './de/desk.ts'
import { gapsWords } from './de/gaps.ts'
import { hoursWords } from './de/hours.ts'
import { interactionWords } from './de/interaction.ts'
import { issueWords } from './de/issue.ts'
import { mailWords } from './de/mail.ts'
import { mailboxesWords } from './de/mailboxes.ts'
import { numbersWords } from './de/numbers.ts'
import { operationWords } from './de/operation.ts'
import { outboxWords } from './de/outbox.ts'
import { pagesWords } from './de/pages.ts'
import { partsWords } from './de/parts.ts'
import { penWords } from './de/pen.ts'
import { proofWords } from './de/proof.ts'
import { reportValuesWords } from './de/report-values.ts'
import { reportsWords } from './de/reports.ts'
import { saidWords } from './de/said.ts'
import { savedReportsWords } from './de/saved-reports.ts'
import { searchWords } from './de/search.ts'
import { serviceWords } from './de/service.ts'
import { shopDataWords } from './de/shop-data.ts'
import { spellingWords } from './de/spelling.ts'
import { staffWords } from './de/staff.ts'
import { startWords } from './de/start.ts'
import { statisticsWords } from './de/statistics.ts'
import { threadingWords } from './de/threading.ts'
import { waysWords } from './de/ways.ts'
import { webhooksWords } from './de/webhooks.ts'
import { workWords } from './de/work.ts'
import type { Words } from './en.ts'

/** Every sentence of the interface in German. */
export const de: Words = {
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
