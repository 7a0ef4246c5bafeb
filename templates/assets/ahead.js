// The issue that is likely next is fetched while this one is read, so that one key shows it at once. It is only looked
// at (GET): nothing counts as read by it. One is kept, for half a minute, and none that was touched since.
const aheadFor = 30_000
let ahead
let aheadTimer
/** Which way the reader walks: keys.js says so. */
const walked = { step: 1 }

function fetchAhead(row) {
  clearTimeout(aheadTimer)
  if (!$('.desk.issues') || navigator.connection?.saveData) return
  aheadTimer = setTimeout(() => {
    const rows = rowLinks()
    const next = row ?? rows[rows.findIndex((each) => each.hasAttribute('aria-current')) + walked.step]
    const href = next?.getAttribute('hx-get')
    if (!href || next.hasAttribute('aria-current') || document.hidden || (ahead?.href === href && isFresh(ahead)))
      return
    ahead = { href, issue: Number(next.parentElement.id.slice(4)), at: Date.now(), text: textAt(href) }
  }, 200)
}

/** Undefined where it is not to be had: then whoever wants it asks as if nothing was fetched. */
async function textAt(href) {
  try {
    const answer = await fetch(href, { headers: { 'HX-Request': 'true' }, priority: 'low' })
    return answer.ok && !answer.redirected ? await answer.text() : undefined
  } catch {
    return undefined
  }
}

function isFresh({ at }) {
  return Date.now() - at < aheadFor
}

/** What was touched since is fetched anew when it is wanted. */
function forgetAhead(issues) {
  if (ahead && (issues === null || issues.includes(ahead.issue))) ahead = undefined
}

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const kept = ahead
  if (!kept || !isFresh(kept) || ctx.request.method !== 'GET') return
  if (new URL(ctx.request.action, location.href).href !== new URL(kept.href, location.href).href) return
  const fetchNow = ctx.fetch ?? window.fetch.bind(window)
  ctx.fetch = async (...asked) => {
    const text = await kept.text
    return text === undefined ? fetchNow(...asked) : new Response(text, { headers: { 'Content-Type': 'text/html' } })
  }
  ahead = undefined
})
document.addEventListener('focusin', ({ target }) => {
  if (target.matches?.('.row > a')) fetchAhead(target)
})
