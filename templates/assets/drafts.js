// What is typed is kept: in this browser with every key, on the server within a second, until it goes.
const saveAfter = 500
const device = [...crypto.getRandomValues(new Uint32Array(3))].map((n) => n.toString(36)).join('-')
const draftName = (place) => `draft ${base} ${body.dataset.rep} ${place}`

forgetTaken(new URLSearchParams(location.search).get('taken'))

/** The server has taken what was posted under this mark, wherever the reader is now. */
function forgetTaken(mark) {
  if (!mark) return
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(draftName('')) && read(name)?.mark === mark) localStorage.removeItem(name)
  }
}

/** A composer that has just appeared; `kept` marks those that were seen. */
function keepDraft(composer) {
  if (composer.dataset.kept) return
  composer.dataset.kept = '1'
  const draft = {
    composer,
    place: composer.dataset.draft,
    version: Number(composer.dataset.version),
    first: undefined,
    dirty: false,
    wait: 2000,
  }
  composer.draft = draft
  $('[data-device]', composer).value = device
  startComposer(composer)
  draft.first = fieldsOf(composer)
  takeUp(draft)
  composer.addEventListener('input', () => changed(draft))
  composer.addEventListener('change', () => changed(draft))
  composer.addEventListener('submit', (event) => submitting(event, draft))
  $('[data-discard]', composer)?.addEventListener('click', () => discard(draft))
  $('[data-edit]', composer)?.addEventListener('click', (event) => {
    event.preventDefault()
    $('textarea', composer).focus()
  })
  const textarea = $('textarea', composer)
  document.dispatchEvent(new CustomEvent('antfarm:composer', { detail: { form: composer, textarea } }))
}

/** What lies in this browser and never reached the server stands again; where the server has other words, both do. */
function takeUp(draft) {
  const { composer, place } = draft
  const kept = read(draftName(place))
  if (composer.dataset.again !== undefined) return changed(draft)
  if (!kept) return catchUp(draft)
  const text = $('textarea', composer).value
  const known = sameFields(kept.fields, fieldsOf(composer)) || (kept.fields.text && text.includes(kept.fields.text))
  if (known) localStorage.removeItem(draftName(place))
  else if (kept.mark) askWhetherTaken(draft, kept)
  else if (kept.version === draft.version || !text) restore(draft, kept)
  else showConflict(draft, { fields: fieldsOf(composer), version: draft.version }, kept.fields)
}

/** The save that this tab saw answered may have come to the server while it was making this very page. */
async function catchUp(draft) {
  const name = draftName(draft.place)
  const seen = Number(sessionStorage.getItem(name))
  sessionStorage.removeItem(name)
  if (seen > draft.version) await lookAgain(draft)
}

/** It was posted, but no answer came: what became a letter does not come back as a draft. */
async function askWhetherTaken(draft, kept) {
  const answer = await ask(`${base}drafts/${draft.place}?mark=${kept.mark}`)
  if (answer?.ok && (await answer.json()).taken) localStorage.removeItem(draftName(draft.place))
  else restore(draft, kept)
}

function restore(draft, { fields }) {
  fill(draft.composer, fields)
  changed(draft)
}

/** All that a composer holds but its files, by name. */
function fieldsOf(composer) {
  const mode = $('[name=mode]:checked', composer)?.value ?? (composer.dataset.issue ? 'reply' : 'new')
  const value = (name) => $(`[name=${name}]`, composer)?.value
  const box = (name) => $(`[name=${name}]`, composer)?.checked
  const ids = (name) => $$(`[name=${name}]:checked`, composer).map((each) => each.value)
  return {
    kind: mode,
    ...{ text: value('text'), subject: value('subject'), to: value('to'), cc: value('cc'), bcc: value('bcc') },
    ...{ upload: ids('upload'), file: ids('file'), also: ids('also') },
    ...{ quote: box('quote'), signature: box('signature'), mailbox: value('mailbox'), person: value('person') },
  }
}

const sameFields = (a, b) => JSON.stringify(a) === JSON.stringify(b)

function isBlank({ kind, text, subject, to, upload }) {
  return !text.trim() && upload.length === 0 && (kind !== 'new' || (!subject?.trim() && !to?.trim()))
}

/** Puts fields back; what is uploaded was drawn by the server. */
function fill(composer, fields) {
  const mode = $(`#mode-${fields.kind}`, composer)
  if (mode && !mode.checked) {
    mode.checked = true
    showMode(composer)
  }
  for (const name of ['text', 'subject', 'to', 'cc', 'bcc']) {
    const field = $(`[name=${name}]`, composer)
    if (field && fields[name] !== undefined) field.value = fields[name]
  }
  for (const name of ['quote', 'signature']) {
    const box = $(`[name=${name}]`, composer)
    if (box && fields[name] !== undefined) box.checked = fields[name]
  }
  showChips(composer)
}

function changed(draft) {
  const { composer, place } = draft
  const fields = fieldsOf(composer)
  if (draft.sent || (!draft.dirty && sameFields(fields, draft.first) && composer.dataset.again === undefined)) return
  draft.dirty = true
  if (isBlank(fields) && !draft.version) localStorage.removeItem(draftName(place))
  else store(draft, { fields, version: draft.version })
  clearTimeout(draft.timer)
  if (!draft.conflict) draft.timer = setTimeout(() => saveDraft(draft), saveAfter)
}

function store({ place }, kept) {
  try {
    localStorage.setItem(draftName(place), JSON.stringify(kept))
  } catch {
    // A full or forbidden store: the server has it in a moment.
  }
}

/** One save at a time; what was typed meanwhile goes with the next one. */
function saveDraft(draft) {
  clearTimeout(draft.timer)
  if (draft.sent || draft.conflict || !draft.dirty) return draft.saving
  const saving = (draft.saving ?? Promise.resolve())
    .then(() => saveNow(draft))
    .finally(() => {
      if (draft.saving === saving) draft.saving = undefined
    })
  draft.saving = saving
  return saving
}

async function saveNow(draft) {
  const fields = fieldsOf(draft.composer)
  if (draft.sent || !draft.dirty) return
  draft.dirty = false
  if (isBlank(fields) && !draft.version) return
  const answer = isBlank(fields) ? await post(`drafts/${draft.place}/discard`, {}) : await postFields(draft, fields)
  if (answer?.ok) await saved(draft, fields, answer)
  else if (answer?.status === 409) showConflict(draft, (await answer.json()).draft, fields)
  else if (answer?.status === 410) goneElsewhere(draft)
  else saveAgain(draft)
}

function postFields({ place, version }, { kind, quote, signature, upload, file, also, ...texts }) {
  const form = new URLSearchParams({ kind, version, device, has: 'quote signature' })
  for (const [name, text] of Object.entries(texts)) if (text !== undefined) form.set(name, text)
  for (const [name, ids] of Object.entries({ upload, file, also })) for (const id of ids) form.append(name, id)
  if (quote !== false) form.set('quote', 'yes')
  if (signature !== false) form.set('signature', 'yes')
  return post(`drafts/${place}`, form)
}

/** The answer, or undefined where none came or a page that asks to sign in did. */
async function ask(url, options) {
  try {
    const answer = await fetch(url, { ...options, headers: { 'X-Part': 'draft' } })
    return answer.redirected ? undefined : answer
  } catch {
    return undefined
  }
}

function post(path, form) {
  return ask(base + path, { method: 'POST', body: new URLSearchParams(form) })
}

async function saved(draft, fields, answer) {
  const { version = 0, saved: text = '' } = await answer.json()
  draft.version = version
  draft.wait = 2000
  $('[data-version-field]', draft.composer).value = version
  const now = fieldsOf(draft.composer)
  if (sameFields(now, fields)) localStorage.removeItem(draftName(draft.place))
  else store(draft, { fields: now, version })
  sayDraft(draft, text)
  document.dispatchEvent(new CustomEvent('antfarm:draft', { detail: { issue: draft.composer.dataset.issue, version } }))
  sessionStorage.setItem(draftName(draft.place), version)
}

function saveAgain(draft) {
  draft.dirty = true
  sayDraft(draft, words.keptHere)
  draft.timer = setTimeout(() => saveDraft(draft), draft.wait)
  draft.wait = Math.min(draft.wait * 2, 30_000)
}

addEventListener('online', () => {
  for (const { draft } of $$('[data-composer]')) if (draft?.dirty) saveDraft(draft)
})

/** Another device sent or discarded it; these words are the beginning of a new one. */
function goneElsewhere(draft) {
  draft.version = 0
  $('[data-version-field]', draft.composer).value = 0
  draft.dirty = true
  store(draft, { fields: fieldsOf(draft.composer), version: 0 })
  sayDraft(draft, words.draftGone)
  draft.timer = setTimeout(() => saveDraft(draft), saveAfter)
}

function sayDraft({ composer }, text) {
  const place = $('[data-draft-state]', composer)
  place.textContent = text
  place.title = text
}

/** Both texts stand there until the rep chooses; nothing is saved before. */
function showConflict(draft, theirs, mine) {
  if (sameFields(theirs.fields, mine)) return
  draft.conflict = true
  fill(draft.composer, mine)
  const box = document.createElement('section')
  box.className = 'notice warn draft-conflict'
  box.setAttribute('role', 'alert')
  const lead = Object.assign(document.createElement('p'), { textContent: words.draftConflict })
  const other = Object.assign(document.createElement('pre'), { textContent: theirs.fields.text, tabIndex: 0 })
  other.setAttribute('aria-label', words.theirDraft)
  const settle = (fields) => {
    box.remove()
    draft.conflict = false
    draft.version = theirs.version
    $('[data-version-field]', draft.composer).value = theirs.version
    if (fields) fill(draft.composer, fields)
    draft.dirty = true
    changed(draft)
    $('textarea', draft.composer).focus()
  }
  const button = (text, deed) => {
    const made = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'button',
      textContent: text,
    })
    made.addEventListener('click', deed)
    return made
  }
  const buttons = Object.assign(document.createElement('span'), { className: 'row-of-buttons' })
  buttons.append(
    button(words.takeTheirs, () => settle({ ...theirs.fields, kind: theirs.kind ?? theirs.fields.kind })),
    button(words.keepMine, () => settle()),
  )
  box.append(lead, other, buttons)
  $('.draft-conflict', draft.composer)?.remove()
  $('.composer-head', draft.composer).after(box)
}

/** Who comes back to a page that lay open finds what another device wrote, where nothing was typed here. */
document.addEventListener('visibilitychange', async () => {
  for (const { draft } of $$('[data-composer]')) {
    if (!draft) continue
    if (document.visibilityState === 'hidden') saveDraft(draft)
    else if (!draft.dirty && !draft.sent) await lookAgain(draft)
  }
})

async function lookAgain(draft) {
  const answer = await ask(`${base}drafts/${draft.place}`)
  if (!answer?.ok || draft.dirty) return
  const { draft: now } = await answer.json()
  if (!now || now.version <= draft.version) return
  fill(draft.composer, { ...now.fields, kind: now.kind })
  draft.version = now.version
  $('[data-version-field]', draft.composer).value = now.version
  sayDraft(draft, now.saved)
}

addEventListener('pagehide', () => {
  for (const { draft } of $$('[data-composer]')) if (draft) saveDraft(draft)
})

function discard(draft) {
  draft.sent = true
  clearTimeout(draft.timer)
  localStorage.removeItem(draftName(draft.place))
  navigator.sendBeacon(`${base}drafts/${draft.place}/discard`, new URLSearchParams())
}

/** Waits for files and a save on their way, then posts once, under a mark by which the browser knows it was taken. */
function submitting(event, draft) {
  const { composer } = draft
  const button = event.submitter
  if (composer.uploading || (draft.saving && !draft.settled)) {
    event.preventDefault()
    clearTimeout(draft.timer)
    // In a turn of its own: while a form tells of one submit it takes no other.
    Promise.all([composer.uploading, draft.saving]).then(() =>
      setTimeout(() => {
        draft.settled = true
        composer.requestSubmit(button)
      }),
    )
    return
  }
  clearTimeout(draft.timer)
  const next = nextRow(composer)
  $('[data-next]', composer).value = next ?? ''
  draft.sent = true
  if (button?.name === 'compose') return
  const mark = crypto.getRandomValues(new Uint32Array(3)).join('-')
  $('[data-mark]', composer).value = mark
  store(draft, { fields: fieldsOf(composer), version: draft.version, mark })
  // A second click must not send twice; the button's own value is posted first.
  const able = $$('.composer-foot button:enabled', composer)
  setTimeout(() => able.map((each) => each.setAttribute('disabled', '')))
  setTimeout(() => {
    for (const each of able) each.removeAttribute('disabled')
    draft.sent = draft.settled = false
    draft.dirty = true
  }, 8000)
}

/** The issue below this one in the list, else the one above. */
function nextRow(composer) {
  const rows = $$('.row:not([hidden])')
  const at = rows.findIndex((row) => row.id === `row-${composer.dataset.issue}`)
  return at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1])?.id.slice(4)
}

function read(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(name))
    return kept?.fields ? kept : null
  } catch {
    return null
  }
}
