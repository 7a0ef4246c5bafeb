/**
 * One stream for all tabs of this desk: the tab that leads tells the others. A browser opens six connections to a host
 * over HTTP/1.1, ten tabs must not use them up.
 */
function startLive() {
  const desk = $('.desk')
  if (!desk) return
  const channel = new BroadcastChannel(`antfarm ${base}`)
  channel.onmessage = ({ data }) => heard(data)
  const tell = (news) => {
    heard(news)
    channel.postMessage(news)
  }
  const asked = Date.now()
  // A tab that follows hears the leader from now on; what came since its page was made it asks for itself.
  const fillGap = async () => {
    const answer = await fetch(desk.dataset.missed).catch(() => undefined)
    if (!answer?.ok || answer.redirected) return
    const issues = await answer.json()
    if (issues === null || issues.length > 0) heard({ issues })
  }
  const lead = () => {
    // Whoever led is gone; what came in between is fetched.
    if (Date.now() - asked > 1000) tell({ issues: null })
    stream(desk.dataset.events, tell)
  }
  if (!navigator.locks) {
    fillGap()
    return leadByLease(lead)
  }
  const name = `antfarm ${base}`
  navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) return new Promise(lead)
    fillGap()
    navigator.locks.request(name, () => new Promise(lead))
  })
}

function heard({ issues, people, campaigns }) {
  // Whatever was missed may have been a campaign's.
  if (campaigns || issues === null) document.dispatchEvent(new CustomEvent('antfarm:campaigns'))
  if (issues !== undefined) forgetAhead(issues)
  if (issues !== undefined) touched(issues)
  if (people) heardPresence(people)
}

/** Where the browser has no locks (plain http on another machine) a lease in the tabs' common store says who leads. */
function leadByLease(lead) {
  const name = `lead ${base}`
  const me = `${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
  const lasts = 6000
  let leading = false
  const renew = () => {
    const [holder, until] = (localStorage.getItem(name) ?? '').split(' ')
    if (holder !== me && Number(until) > Date.now()) return
    localStorage.setItem(name, `${me} ${Date.now() + lasts}`)
    if (holder === me && !leading) {
      leading = true
      lead()
    }
  }
  renew()
  // Held for two turns before it leads: of two tabs that took it at once the later one stays.
  setTimeout(renew, 300)
  setInterval(renew, lasts / 3)
  addEventListener('pagehide', () => leading && localStorage.removeItem(name))
}

/** While no stream is to be had, a look every 15 seconds. */
const pollEvery = 15_000

function stream(url, tell) {
  const source = new EventSource(url)
  let lost = false
  let polling
  source.addEventListener('hello', () => {
    if (lost) tell({ issues: null })
    lost = false
    clearInterval(polling)
    polling = undefined
    $('.offline')?.remove()
  })
  source.addEventListener('touched', (event) => tell({ issues: JSON.parse(event.data) }))
  source.addEventListener('campaigns', () => tell({ campaigns: true }))
  source.addEventListener('present', (event) => tell({ people: JSON.parse(event.data) }))
  source.onerror = () => {
    lost = true
    polling ??= setInterval(() => tell({ issues: null }), pollEvery)
    // A stream that comes back at once, as when the server restarts, is not worth a word.
    setTimeout(() => lost && sayOffline(), 4000)
    if (source.readyState === EventSource.CLOSED) {
      source.close()
      setTimeout(() => {
        clearInterval(polling)
        stream(url, tell)
      }, 5000)
    }
  }
}

function sayOffline() {
  if ($('.offline')) return
  const notice = document.createElement('p')
  notice.className = 'offline'
  notice.setAttribute('role', 'status')
  notice.textContent = words.offline
  body.append(notice)
}

/** Read out by screen readers; `shown` also as a toast, where none waits for an answer. */
function say(text, shown) {
  const place = $('#announce')
  if (place) place.textContent = place.textContent === text ? `${text}\u00a0` : text
  if (!shown || $('#toasts form')) return
  const toast = document.createElement('div')
  toast.className = 'toast good'
  toast.textContent = text
  $('#toasts').replaceChildren(toast)
  setTimeout(() => toast.remove(), 4000)
}

let timer
let waiting = null
let busy = false

/** Gathers what was touched for a moment, then asks once for the parts of this page. */
function touched(issues) {
  const here = $('#pane')?.dataset.issue
  waiting ??= { list: false, issue: false }
  waiting.list = true
  waiting.issue ||= Boolean(here) && (issues === null || issues.includes(Number(here)))
  timer ??= setTimeout(() => {
    timer = undefined
    if (busy) return touched([])
    const wanted = waiting
    waiting = null
    refresh(wanted)
  }, 150)
}

async function refresh({ issue, force }) {
  const desk = $('.desk')
  const list = $('#list')
  const pane = $('#pane')
  const ask = new URLSearchParams(list?.dataset.query ?? '')
  ask.set('place', desk.dataset.place)
  if (list) ask.set('list', '')
  if (issue && pane?.dataset.issue) ask.set('issue', pane.dataset.issue)
  busy = true
  try {
    const answer = await fetch(`${desk.dataset.live}?${ask}`)
    if (!answer.ok || answer.redirected) return
    const part = parse(await answer.text())
    for (const id of ['rail-links', 'banners']) swap(id, part)
    for (const { id } of $$('[data-live-part]')) swapNumbers(id, part)
    if (list) refreshList(list, part, force)
    refreshSelf()
    if (ask.has('issue') && pane.dataset.issue === ask.get('issue') && pane.isConnected) refreshIssue(part)
  } catch {
    // The stream tells again when the connection is back.
  } finally {
    busy = false
  }
}

let selfTimer

/** A part that its own page renews, every two seconds at most; not while boxes in it are checked. */
function refreshSelf() {
  if (!$('[data-live-self]')) return
  selfTimer ??= setTimeout(async () => {
    selfTimer = undefined
    const self = $('[data-live-self]')
    if (!self || $('input:checked', self)) return
    const answer = await fetch(location.href).catch(() => undefined)
    if (answer?.ok && !answer.redirected) swap(self.id, parse(await answer.text()))
  }, 2000)
}

function parse(html) {
  return new DOMParser().parseFromString(html, 'text/html').body
}

function processed(element) {
  window.htmx?.process(element)
}

/** Puts the new part in the old one's place, unless somebody is at work in it. */
function swap(id, part) {
  const now = document.getElementById(id)
  const next = $(`#${id}`, part)
  if (!now || !next || now.innerHTML === next.innerHTML) return
  if (now.contains(document.activeElement) || $('details[open]', now)) return
  // A click that has begun must end on what it began on: later, when the pointer is elsewhere.
  if (now.matches(':hover')) return now.addEventListener('pointerleave', () => swap(id, part), { once: true })
  now.replaceWith(next)
  processed(next)
}

/** A part of the board: where only numbers moved they move, also below the pointer, since nothing else does. */
function swapNumbers(id, part) {
  const now = document.getElementById(id)
  const next = $(`#${id}`, part)
  if (!now || !next) return
  const [old, fresh] = [$$('td:nth-of-type(1) a, strong', now), $$('td:nth-of-type(1) a, strong', next)]
  const same = old.length === fresh.length && now.children.length === next.children.length
  if (same && now.textContent.replace(/\d/g, '') === next.textContent.replace(/\d/g, '')) {
    old.forEach((place, i) => {
      if (place.textContent === fresh[i].textContent) return
      place.textContent = fresh[i].textContent
      if (fresh[i].ariaLabel) place.ariaLabel = fresh[i].ariaLabel
      place.closest('tr')?.classList.toggle('none', fresh[i].closest('tr').matches('.none'))
    })
  }
  swap(id, part)
}

/**
 * Rows keep their place under the pointer and under a focus that the keyboard set; new ones wait behind a button, which
 * stays as well while somebody is about to press it.
 */
function refreshList(list, part, force) {
  const next = $('#rows', part)
  const now = $('#rows', list)
  const newer = $('[data-newer]', list)
  if (!now || !next) {
    if (!next?.children.length) return
    list.replaceChildren(newer, ...part.querySelectorAll('#rows, [data-older]'))
    for (const row of $$('.row', list)) row.classList.add('fresh')
    return processed(list)
  }
  const held = newer.matches(':hover, :focus-visible')
  const quiet = !force && (held || now.matches(':hover') || Boolean($(':focus-visible', now)))
  const fresh = $$('.row', next).filter((row) => !document.getElementById(row.id) || moved(row))
  for (const row of $$('.row', next)) {
    const old = document.getElementById(row.id)
    if (old && old.outerHTML !== row.outerHTML) replaceRow(old, row)
  }
  if (quiet) {
    newer.hidden = fresh.length === 0
    newer.textContent = fresh.length === 1 ? words.oneNewer : words.newer.replace('{n}', fresh.length)
    sayNewer(fresh.length)
    return
  }
  newer.hidden = true
  const older = [...now.children].slice($$('.row', next).length)
  const shown = new Set($$('.row', next).map((row) => row.id))
  for (const row of [...now.children]) if (!shown.has(row.id) && !older.includes(row)) row.remove()
  $$('.row', next).forEach((row, i) => {
    const at = document.getElementById(row.id) ?? row
    if (fresh.includes(row)) at.classList.add('fresh')
    if (now.children[i] !== at) now.insertBefore(at, now.children[i] ?? null)
  })
  processed(now)
  if (!force) sayNewer(fresh.length)
}

function sayNewer(n) {
  if (n > 0) say(n === 1 ? words.newIssue : words.newIssues.replace('{n}', n))
}

function moved(row) {
  return Number(row.dataset.at) > Number(document.getElementById(row.id)?.dataset.at ?? 0)
}

/** Keeps the link itself, which may have the focus, and changes what is in it. */
function replaceRow(old, row) {
  old.className = row.className
  old.dataset.at = row.dataset.at
  $('a', old).replaceChildren(...$('a', row).childNodes)
}

/** New entries are added, changed ones replaced; a reader at the end stays at the end. The composer is not touched. */
function refreshIssue(part) {
  swap('issue-head', part)
  swap('context', part)
  const talk = $('#conversation')
  const entries = $('#entries')
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120
  let added = 0
  const coming = [...$('#entries', part).children]
  const order = coming.map((entry) => entry.id).filter(Boolean)
  for (const entry of coming) {
    const old = entry.id && document.getElementById(entry.id)
    if (!old) {
      entry.classList.add('fresh')
      entries.append(entry)
      if (entry.id.startsWith('entry-')) added++
    } else if (old.dataset.v !== entry.dataset.v && !old.contains(document.activeElement)) {
      const open = $('details', old)?.open
      old.replaceWith(entry)
      if ($('details', entry)) $('details', entry).open = open
    }
  }
  for (const old of [...entries.children]) if (old.id && !order.includes(old.id)) old.remove()
  // Only what stands in a wrong place moves: a frame that moves loads again.
  order.forEach((id, i) => {
    const at = document.getElementById(id)
    if (entries.children[i] !== at) entries.insertBefore(at, entries.children[i] ?? null)
  })
  processed(entries)
  if (!added) return
  say(words.newMessage)
  if (atEnd && !writing()) {
    showLast(talk)
    seen()
  } else showUnseen(talk, added)
}

/** Who writes has eyes for the composer: what comes in then counts as seen only when it was shown. */
function writing() {
  const text = $('#composer textarea')
  return Boolean(text?.value.trim()) && document.activeElement === text
}

/** A reply is refused when something newer came than this rep has seen; seeing is having it on the screen. */
function seen() {
  const last = Math.max(0, ...$$('.entry[id^=entry-]').map((entry) => Number(entry.id.slice(6)) || 0))
  const field = $('[data-seen]')
  if (field) field.value = Math.max(last, Number(field.value))
  $('.unseen')?.remove()
}

function showUnseen(talk, added) {
  const old = $('.unseen')
  const n = Number(old?.dataset.n ?? 0) + added
  const button = old ?? document.createElement('button')
  button.dataset.n = n
  button.textContent = n === 1 ? words.newMessage1 : words.newMessages.replace('{n}', n)
  if (old) return
  button.type = 'button'
  button.className = 'button unseen'
  button.addEventListener('click', () => {
    talk.scrollTo({ top: talk.scrollHeight })
    seen()
  })
  $('#pane').append(button)
}
