import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { keyTable } from './keys.ts'
import type { Ui } from './ui.ts'

/** The frame of every page: head, assets, nothing inline, so that it works under a policy without inline script. */
export function Layout({ ui, title, children, plain }: PropsWithChildren<{ ui: Ui; title: string; plain?: boolean }>) {
  const words = {
    live: ui.words.status.live,
    offline: ui.words.status.offline,
    newer: ui.words.list.newer(2).replace('2', '{n}'),
    oneNewer: ui.words.list.newer(1),
    sendingIn: ui.words.composer.sendingIn(7).replace('7', '{n}'),
    copied: ui.words.firstRun.copied,
    ...penScriptWords(ui),
    ...scriptWords(ui),
  }
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={ui.language} data-theme={ui.theme === 'system' ? undefined : ui.theme}>
        <head>
          <meta charset="utf-8" />
          <title>{`${title} · ${ui.words.product}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content={ui.theme === 'system' ? 'light dark' : ui.theme} />
          <meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":"reload","extensions":"none"}' />
          <link rel="icon" href={ui.asset('icon.svg')} />
          <link rel="stylesheet" href={ui.asset('app.css')} />
          {!plain && <script src={ui.asset('early.js')}></script>}
          {!plain && <script src={ui.asset('htmx.js')} defer></script>}
          <script src={ui.asset('app.js')} defer></script>
        </head>
        <body data-base={ui.url('/')} data-words={JSON.stringify(words)} data-rep={ui.rep?.id}>
          {children}
        </body>
      </html>
    </>
  )
}

/** What keys.js and its neighbours say; a number stands as {n}, a name as {name}. */
function scriptWords({ words: { craft, shortcuts, palette, mentions } }: Ui) {
  const { newMessage, newIssue, notDone, closedGone, selection } = craft
  return {
    ...{ newMessage, newIssue, notDone, closedGone, selection },
    newIssues: craft.newIssues(7).replace('7', '{n}'),
    newMessages: craft.newerCount(7).replace('7', '{n}'),
    newMessage1: craft.newerCount(1),
    viewing: craft.viewing('{name}'),
    typing: craft.typing('{name}'),
    copiedText: craft.copiedText('{name}'),
    selected: craft.selected(7).replace('7', '{n}'),
    here: palette.groups.here,
    mentions: mentions.label,
    nothing: palette.none,
    keys: keyTable.map(({ key, name, deed }) => [key, shortcuts.keys[name], deed ?? '', name]),
  }
}

/** What the composer's script says. */
function penScriptWords({ words: { pen, flash, views } }: Ui) {
  const { keptHere, takeTheirs, keepMine, showPicture } = pen
  return {
    ...{ keptHere, takeTheirs, keepMine, showPicture },
    ...{ draftGone: pen.gone, draftConflict: pen.conflict, theirDraft: pen.theirs, filesTooLarge: pen.tooMuch },
    people: views.people,
    dismiss: flash.close,
    removeRecipient: pen.removeRecipient('{name}'),
    newRecipient: pen.newRecipient('{name}'),
    badRecipient: pen.badRecipient('{name}'),
    fileTooLarge: pen.tooLarge('{name}', '{size}'),
    uploadFailed: pen.uploadFailed('{name}'),
    uploadingFile: pen.uploading('{name}'),
    attachedNow: pen.attachedNow('{name}'),
  }
}

/** A page of one thing: sign-in, welcome, an error. */
export function Plain({ ui, title, children }: PropsWithChildren<{ ui: Ui; title: string }>) {
  return (
    <Layout ui={ui} title={title} plain>
      <main class="plain">
        <div class="plain-box">
          <p class="brand">
            <img src={ui.asset('icon.svg')} width="24" height="24" alt="" /> {ui.words.product}
          </p>
          {children}
        </div>
      </main>
    </Layout>
  )
}
