// The desk works without this file. It adds keys, drafts that survive, live updates and fresh times.
const body = document.body
const base = body.dataset.base
const words = JSON.parse(body.dataset.words)
const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]

let comesBack =
  performance.getEntriesByType('navigation')[0]?.type === 'back_forward' || sessionStorage.getItem('back') !== null
sessionStorage.removeItem('back')

document.documentElement.classList.add('js')
tellTimeZone()
setUp(document)
showView()
document.addEventListener('htmx:after:swap', () => setUp(document))
startSearch()
setInterval(refreshTimes, 30_000)
setInterval(countDown, 1000)

/** Everything that concerns freshly shown parts; safe to repeat. */
function setUp(root) {
  // Not before the whole script has run: a composer uses all of it.
  for (const composer of $$('[data-draft]', root)) queueMicrotask(() => keepDraft(composer))
  for (const button of $$('[data-copy], [data-dismiss]', root)) button.hidden = false
  for (const toast of $$('[data-toast]:not([data-timed])', root)) {
    toast.dataset.timed = ''
    // Out of sight, but z still finds its undo.
    if (toast.classList.contains('good')) setTimeout(() => toast.classList.add('gone'), 9000)
  }
  markRead()
  markCurrent()
  showOwnKeys()
  fetchAhead()
  keepPlace()
  const talk = $('#conversation')
  if (talk && !talk.dataset.placed) {
    talk.dataset.placed = ''
    const target = location.hash.startsWith('#entry-') && $(location.hash, talk)
    if (target) target.scrollIntoView()
    else showLast(talk)
  }
}

/** Who comes back to the list, by history or by the link of the phone, finds it where it was. */
function keepPlace() {
  const list = $('#list')
  if (!list || 'kept' in list.dataset) return
  list.dataset.kept = ''
  const name = `place ${list.dataset.query}`
  if (comesBack) {
    const [inside, outside] = JSON.parse(sessionStorage.getItem(name) ?? '[0,0]')
    list.scrollTop = inside
    if (outside) scrollTo(0, outside)
  }
  const keep = () => list.offsetParent && sessionStorage.setItem(name, JSON.stringify([list.scrollTop, scrollY]))
  list.addEventListener('scroll', keep, { passive: true })
  addEventListener('scroll', keep, { passive: true })
}

/** The end of the conversation, or the beginning of its last entry where that is longer than the screen. */
function showLast(talk) {
  talk.scrollTop = talk.scrollHeight
  const last = $$('.entry', talk).at(-1)
  if (last && last.offsetHeight > talk.clientHeight) last.scrollIntoView()
}

/** The server writes dates in the reader's own zone from the next page on. */
function tellTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (zone && !document.cookie.includes(`zone=${encodeURIComponent(zone)}`)) {
    document.cookie = `zone=${encodeURIComponent(zone)}; path=${base}; max-age=31536000; samesite=lax`
  }
}

function refreshTimes() {
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: 'narrow', numeric: 'auto' })
  for (const time of $$('time[datetime]:not([data-exact])')) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60_000)
    if (minutes < 0 || minutes >= 24 * 60) continue
    time.textContent =
      minutes < 1
        ? ago.format(0, 'second')
        : minutes < 60
          ? ago.format(-minutes, 'minute')
          : ago.format(-Math.floor(minutes / 60), 'hour')
  }
}

/** "Sending in N s"; at the end the bar goes, the entry shows the rest. */
function countDown() {
  for (const bar of $$('[data-sending]')) {
    const left = Number(bar.dataset.sending) - 1
    bar.dataset.sending = left
    if (left <= 0) bar.remove()
    else $('[data-countdown]', bar).textContent = words.sendingIn.replace('{n}', left)
  }
}

function markRead() {
  const pane = $('#pane[data-unread]')
  if (!pane) return
  fetch(pane.dataset.unread, { method: 'POST', headers: { 'X-Part': 'read' } }).catch(() => undefined)
  pane.removeAttribute('data-unread')
  const row = $(`#row-${pane.dataset.issue}`)
  row?.classList.remove('unread', 'is-new')
  $('.dot', row ?? body)?.remove()
}

/** On a phone the views stand in a row that scrolls; the chosen one should be seen. */
function showView() {
  const row = $('.rail-links')
  const chosen = $('[aria-current]', row ?? body)
  if (row && row.scrollWidth > row.clientWidth && chosen) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - 16
}

function markCurrent() {
  const issue = $('#pane')?.dataset.issue
  for (const link of $$('.row > a')) {
    if (link.parentElement.id === `row-${issue}`) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

// What history restores may load anew.
addEventListener('popstate', () => {
  comesBack = true
  sessionStorage.setItem('back', '')
})

document.addEventListener('click', async (event) => {
  comesBack = false
  if (event.target.closest('.back')) sessionStorage.setItem('back', '')
  else sessionStorage.removeItem('back')
  const copy = event.target.closest('[data-copy]')
  if (copy) {
    await navigator.clipboard?.writeText($(copy.dataset.copy).textContent)
    $('span', copy).textContent = words.copied
  }
  const details = event.target.closest('.context-button, .context-close')
  if (details) {
    event.preventDefault()
    $('#context')?.classList.toggle('shown')
  }
  event.target.closest('[data-dismiss]')?.parentElement.remove()
  const older = event.target.closest('[data-older]')
  if (older) {
    event.preventDefault()
    loadOlder(older)
  }
  if (event.target.closest('[data-newer]')) refresh({ list: true, force: true })
  for (const open of $$('details.pop[open]')) if (!open.contains(event.target)) open.open = false
})

async function loadOlder(link) {
  const answer = await fetch(link.href, { headers: { 'X-Part': 'rows' } })
  if (!answer.ok) return location.assign(link.href)
  const part = parse(await answer.text())
  for (const row of $$('.row', part)) if (!document.getElementById(row.id)) $('#rows').append(row)
  link.replaceWith(...$$('[data-older]', part))
  processed($('#rows'))
}
