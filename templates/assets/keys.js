/** Keys that are pressed in turn wait this long for the next one. */
const inTurn = 1500
const singleKeys = () => $('.desk')?.dataset.keys !== 'off'

function startKeys() {
  let prefix = ''
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (key === 'Escape') return leave(target)
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) return sendFrom(target, event)
    if (key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) return openPalette(event)
    if (event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]') || !singleKeys()) return
    if (target.matches('textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]')) return
    const wanted = prefix + key
    prefix = !prefix && pairsBegin().has(key) ? `${key} ` : ''
    if (prefix) return void setTimeout(() => (prefix = ''), inTurn)
    if (act(wanted)) event.preventDefault()
  })
}

/** What was typed before this file was there happens now, in the same order, as if it were typed. */
function doEarlyKeys() {
  if (typeof earlyKeys === 'undefined') return
  removeEventListener('keydown', keepEarly, true)
  for (const pressed of earlyKeys.splice(0)) {
    const at = document.activeElement ?? body
    const event = new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true })
    if (!at.dispatchEvent(event) || pressed.key.length > 1 || pressed.ctrlKey || pressed.metaKey) continue
    if (document.activeElement !== at || !at.matches('textarea, input:not([type=radio], [type=checkbox])')) continue
    at.setRangeText(pressed.key, at.selectionStart, at.selectionEnd, 'end')
    at.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** What a deed of the table of keys does; false where the page has nothing to do it to. */
const deeds = {
  next: () => walk(1),
  previous: () => walk(-1),
  open: () => openRow(),
  sheet: () => openSheet(),
  select: () => selectRow(),
  selectNext: () => extendSelection(1),
  selectPrevious: () => extendSelection(-1),
  selectAll: () => selectAll(),
  closeNext: () => closeNext(),
  closeStay: () => click('.issue-actions form[action$="/status"] button'),
  fromWords: () => issueFromWords(),
  link: () => openIssuesMenu('[data-link]'),
  messageUp: () => walkMessages(-1),
  messageDown: () => walkMessages(1),
  copy: () => copyIssue(),
}

function ownKeys() {
  return JSON.parse($('.desk')?.dataset.ownKeys ?? '{}')
}

/** The key that this rep has for a line of the table; the usual one, unless he gave it another. */
function keyOf([key, , , name]) {
  return key === 'Enter' ? key : (ownKeys()[name] ?? key)
}

/** What begins a key of two signs. */
function pairsBegin() {
  return new Set(words.keys.map((line) => /^(\S) \S$/.exec(keyOf(line))?.[1]).filter(Boolean))
}

/** Pages are written with the usual keys; what they show is what this rep presses. */
function showOwnKeys() {
  const own = ownKeys()
  for (const line of words.keys) {
    const [key, , , name] = line
    if (key === 'Enter' || !own[name]) continue
    for (const sign of $$(`[data-key="${CSS.escape(key)}"] kbd`)) sign.textContent = keyOf(line)
  }
}

/** Does what the key stands for; false where there is nothing to do it to. */
function act(pressed) {
  const line = words.keys.find((each) => keyOf(each) === pressed)
  if (!line) return false
  const [key, , deed] = line
  if (deed) return deeds[deed]()
  const target = $$(`[data-key="${CSS.escape(key)}"]`)
    .filter((each) => !each.disabled)
    .at(-1)
  if (!target) return false
  if (target.matches('input[type=radio]')) {
    target.checked = true
    target.dispatchEvent(new Event('input', { bubbles: true }))
    $('textarea', target.form).focus()
  } else if (target.matches('input')) target.focus()
  else {
    if (key === 'v') target.closest('.entry > details')?.setAttribute('open', '')
    target.click()
    if (target.matches('summary')) $('input, button', target.nextElementSibling)?.focus()
  }
  return true
}

function click(selector) {
  const target = $(selector)
  target?.click()
  return Boolean(target)
}

function openRow() {
  document.activeElement?.closest?.('.row > a')?.click()
  return true
}

/** Rows that are there for the reader: one that was closed a moment ago is not. */
const rowLinks = () => $$('.row:not([hidden]) > a')

/** The row that has the focus, else the one that is open. */
function currentRow() {
  return document.activeElement?.closest?.('.row') ?? $('.row > a[aria-current]')?.parentElement
}

/** To the next or previous row; beside an open issue it opens that one. */
function walk(step) {
  walked.step = step
  const rows = rowLinks()
  if (rows.length === 0) return false
  const focused = rows.indexOf(document.activeElement)
  const at = focused < 0 ? rows.findIndex((row) => row.hasAttribute('aria-current')) : focused
  const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))]
  row.focus()
  row.scrollIntoView({ block: 'nearest' })
  if ($('#pane[data-issue]') && !row.hasAttribute('aria-current')) row.click()
  return true
}

/** From message to message, each opened and scrolled to its beginning. */
function walkMessages(step) {
  const heads = $$('#entries .entry > details > summary')
  if (heads.length === 0) return false
  const at = heads.indexOf(document.activeElement?.closest?.('.entry')?.querySelector('summary'))
  const head = heads[Math.min(heads.length - 1, Math.max(0, at < 0 ? (step < 0 ? heads.length - 1 : 0) : at + step))]
  head.parentElement.open = true
  head.focus()
  head.closest('.entry').scrollIntoView({ block: 'start' })
  return true
}

let copied = 0
let copiedAt = 0

/** Once the number, twice the number and the subject, thrice the link. */
function copyIssue() {
  const pane = $('#pane[data-issue]')
  if (!pane) return false
  copied = Date.now() - copiedAt < inTurn ? Math.min(copied + 1, 3) : 1
  copiedAt = Date.now()
  const number = `#${pane.dataset.issue}`
  const subject = $('h1', pane).textContent
  const text = [number, `${number} ${subject}`, new URL(`${base}issues/${pane.dataset.issue}`, location.href).href][
    copied - 1
  ]
  navigator.clipboard?.writeText(text)
  say(words.copiedText.replace('{name}', text), true)
  return true
}

function leave(target) {
  for (const open of $$('details.pop[open]')) {
    open.open = false
    if (open.contains(target)) $('summary', open).focus()
  }
  $('#context.shown')?.classList.remove('shown')
  if (target.matches('textarea, input')) target.blur()
}

function sendFrom(target, event) {
  const call = target.closest('form.record')
  if (call) return call.requestSubmit()
  const composer = target.closest('[data-draft]')
  if (!composer) return
  event.preventDefault()
  const button = sendBy(composer, event)
  if (!button.disabled) composer.requestSubmit(button)
}

function openSheet() {
  const sheet = $('#sheet')
  if (!sheet || !window.htmx) return false
  htmx.ajax('GET', `${base}shortcuts`, { target: '#sheet', swap: 'innerHTML' }).then(() => sheet.showModal())
  return true
}
