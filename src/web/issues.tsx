import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { EntryItem } from '../../templates/entry.tsx'
import { FirstRun } from '../../templates/first-run.tsx'
import { IssuePane, type IssueProps } from '../../templates/issue.tsx'
import { EmptyPane, IssueList, type ListProps, Rows } from '../../templates/issues.tsx'
import type { Flash } from '../../templates/ui.ts'
import { conversation } from '../desk/conversation.ts'
import { curlLine } from './curl-line.ts'
import type { Desk, Web } from './desk.ts'
import { frontSteps } from './front-steps.ts'
import { idOf } from './input.ts'
import { anyIssue, listProps, viewOf } from './issue-lists.ts'
import { issueProps } from './issue-props.ts'
import { isHtmx, type PageParts, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** The list of issues and an issue beside it. */
export function issuePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/issues', async (c) => {
      const [parts, list] = await Promise.all([pageParts(c, desk), listProps(c, desk)])
      if (isHtmx(c) || c.req.header('x-part') === 'rows') return c.html(<Rows {...list} />)
      return c.html(await listPage(c, desk, parts, list))
    })
    .get('/issues/:id/entries/:action', async (c) => {
      const [id, actionId] = [idOf(c), idOf(c, 'action')]
      const entry = (await conversation(desk.db, id)).find((each) => each.actionId === actionId)
      if (!entry) throw new Refusal(404, 'missing')
      return c.html(<EntryItem ui={c.get('ui')} entry={entry} issueId={id} unfolded />)
    })
    .get('/issues/:id', async (c) => {
      if (isHtmx(c)) return c.html(<PaneAlone {...(await issueProps(c, desk, idOf(c)))} />)
      const [issue, around] = await Promise.all([issueProps(c, desk, idOf(c)), aroundPane(c, desk)])
      return c.html(wholePage(issue, around))
    })
}

/** The page around an issue; a refused reply comes back in the same page. */
export async function issuePage(c: Context<Web>, desk: Desk, issue: IssueProps, said?: Flash) {
  return wholePage(issue, await aroundPane(c, desk), said)
}

type AroundPane = readonly [PageParts, ListProps]

function aroundPane(c: Context<Web>, desk: Desk): Promise<AroundPane> {
  return Promise.all([pageParts(c, desk), listProps(c, desk)])
}

function wholePage(issue: IssueProps, [parts, list]: AroundPane, said?: Flash) {
  // The bar in the composer counts the seconds of a letter and has its own undo.
  const flash = said ?? (issue.draft.sending ? undefined : parts.flash)
  return (
    <DeskPage {...parts} flash={flash} title={titleOf(issue)} place={list.view} shape="issues">
      <IssueList {...list} current={issue.issue.id} />
      <IssuePane {...issue} />
    </DeskPage>
  )
}

function PaneAlone(props: IssueProps) {
  return (
    <>
      <title>{`${titleOf(props)} · ${props.ui.words.product}`}</title>
      <IssuePane {...props} />
    </>
  )
}

function titleOf({ issue, ui }: IssueProps): string {
  return `#${issue.id} ${issue.subject || ui.words.list.noSubject}`
}

async function listPage(c: Context<Web>, desk: Desk, parts: PageParts, list: ListProps) {
  const fresh = list.items.length === 0 && viewOf(c).view === 'open' && !(await anyIssue(desk.db))
  const { config } = desk
  return (
    <DeskPage {...parts} title={parts.ui.words.views[list.view]} place={list.view} shape="issues">
      <IssueList {...list} fresh={fresh} />
      {fresh ? (
        <FirstRun
          ui={parts.ui}
          address={config.supportAddress}
          curl={curlLine(config)}
          problem={refusedTestMail(c, desk)}
          steps={await frontSteps(c, desk)}
        />
      ) : (
        <EmptyPane ui={parts.ui} />
      )}
    </DeskPage>
  )
}

function refusedTestMail(c: Context<Web>, { config }: Desk): string | undefined {
  const reason = c.req.query('refused')
  if (!reason) return undefined
  return c.get('ui').words.firstRun.failed(`${config.smtpHost}:${config.smtpPort}`, reason.slice(0, 200))
}
