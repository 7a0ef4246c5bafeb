import { audiencesWords } from './en-audiences.ts'
import { automaticWords } from './en-automatic.ts'
import { boardWords } from './en-board.ts'
import { campaignEditorWords } from './en-campaign-editor.ts'
import { campaignGapsWords } from './en-campaign-gaps.ts'
import { campaignsWords } from './en-campaigns.ts'
import { cannedWords } from './en-canned.ts'
import { certificatesWords } from './en-certificates.ts'
import { chartsWords } from './en-charts.ts'
import { consentWords } from './en-consent.ts'
import { craftWords } from './en-craft.ts'
import { customerWords } from './en-customer.ts'
import { deskWords } from './en-desk.ts'
import { gapsWords } from './en-gaps.ts'
import { hoursWords } from './en-hours.ts'
import { interactionWords } from './en-interaction.ts'
import { issueWords } from './en-issue.ts'
import { mailWords } from './en-mail.ts'
import { mailboxesWords } from './en-mailboxes.ts'
import { numbersWords } from './en-numbers.ts'
import { operationWords } from './en-operation.ts'
import { outboxWords } from './en-outbox.ts'
import { pagesWords } from './en-pages.ts'
import { partsWords } from './en-parts.ts'
import { penWords } from './en-pen.ts'
import { proofWords } from './en-proof.ts'
import { reportValuesWords } from './en-report-values.ts'
import { reportsWords } from './en-reports.ts'
import { saidWords } from './en-said.ts'
import { savedReportsWords } from './en-saved-reports.ts'
import { searchWords } from './en-search.ts'
import { serviceWords } from './en-service.ts'
import { shopDataWords } from './en-shop-data.ts'
import { spellingWords } from './en-spelling.ts'
import { staffWords } from './en-staff.ts'
import { startWords } from './en-start.ts'
import { statisticsWords } from './en-statistics.ts'
import { threadingWords } from './en-threading.ts'
import { waysWords } from './en-ways.ts'
import { webhooksWords } from './en-webhooks.ts'
import { workWords } from './en-work.ts'

/** Every sentence of the interface in English. Another language is a file with the same shape. */
export const en = {
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

export type Words = typeof en
