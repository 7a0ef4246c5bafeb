import type { Generated, JSONColumnType } from 'kysely'
import type { At } from './columns.ts'

/** The tables of migrations/0023-automatic.sql. */
export type AutomaticTables = {
  automaticTemplates: AutomaticTemplatesTable
  automaticTemplateVersions: {
    templateId: number
    version: number
    at: At
    repId: number | null
    content: JSONColumnType<TemplateContent>
  }
  automaticLetters: { letterId: number; templateId: number | null; issueId: number }
  automaticKeys: { scope: string; onceKey: string; letterId: number | null; createdAt: At }
  submissions: {
    apiKeyId: number
    messageIdKey: Buffer
    recipientKey: string
    letterId: number | null
    createdAt: At
  }
  csatSettings: CsatSettingsTable & { mailboxId: number }
  csatQuestions: CsatQuestionsTable
  csatAnswers: CsatAnswersTable
}

/** All that people write of a template; a version keeps exactly this. */
export type TemplateContent = {
  slug: string
  title: string
  whenSent: string
  variables: string
  subject: string
  text: string
  html: string | null
  types: string[]
  mailboxId: number | null
  active: boolean
}

type AutomaticTemplatesTable = TemplateContent & {
  id: Generated<number>
  version: Generated<number>
  changedAt: At
  changedBy: number | null
  deletedAt: Date | null
}

export type CsatWay = 'off' | 'line' | 'letter'
export type CsatSettingsTable = { way: CsatWay; choices: number; question: string; quietDays: number }

type CsatQuestionsTable = {
  id: Generated<number>
  issueId: number
  userIdentificationId: number
  letterId: number | null
  repId: number | null
  choices: number
  question: string
  askedAt: At
}

type CsatAnswersTable = {
  questionId: number
  issueId: number
  repId: number | null
  score: number
  choices: number
  comment: Generated<string>
  at: At
  changedAt: At
}
