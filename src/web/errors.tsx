import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { FailurePage } from '../../templates/failure.tsx'
import { Toasts } from '../../templates/rail.tsx'
import type { Ui } from '../../templates/ui.ts'
import type { Assets } from './assets.ts'
import type { Desk, Web } from './desk.ts'
import { isHtmx, makeUi } from './page.ts'
import { Refusal, type RefusalKind } from './refusal.ts'

/** The one place where the web door catches: a refusal becomes its page, anything else a page with a number that the log names too. */
export function failurePages({ log, config, dates }: Pick<Desk, 'log' | 'config' | 'dates'>, assets: Assets) {
  const ui = (c: Context<Web>) => c.get('ui') ?? makeUi(c, { basePath: config.basePath, asset: assets.path, dates })
  return {
    onError(error: Error, c: Context<Web>) {
      if (error instanceof Refusal) {
        if (isHtmx(c) && c.req.method === 'POST')
          return c.html(<RefusedPart ui={ui(c)} refusal={error} />, error.status)
        return c.html(<FailurePage ui={ui(c)} kind={error.kind} detail={error.detail} />, error.status)
      }
      if (error instanceof HTTPException) {
        const kind: RefusalKind = error.status === 413 ? 'too large' : error.status === 404 ? 'missing' : 'bad input'
        return c.html(<FailurePage ui={ui(c)} kind={kind} />, error.status)
      }
      const reference = randomBytes(4).toString('hex')
      log.error(
        {
          reference,
          method: c.req.method,
          path: c.req.path.replace(/^\/(welcome|join)\/.*/, '/$1/…'),
          error: error.stack,
        },
        'a page broke',
      )
      return c.html(<FailurePage ui={ui(c)} kind="failure" reference={reference} />, 500)
    },
    notFound: (c: Context<Web>) => c.html(<FailurePage ui={ui(c)} kind="missing" />, 404),
  }
}

/** A form that posted in place stays in place: the toast says what was wrong. */
function RefusedPart({ ui, refusal }: { ui: Ui; refusal: Refusal }) {
  const words = ui.words.refusals[refusal.kind]
  return (
    <hx-partial hx-target="#toasts" hx-swap="outerHTML">
      <Toasts
        ui={ui}
        flash={{ text: refusal.detail ? ui.words.said(refusal.detail) : `${words.title}. ${words.text}`, tone: 'bad' }}
      />
    </hx-partial>
  )
}
