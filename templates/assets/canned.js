// Canned responses: "/" at the beginning of a line, Ctrl . or the button opens them; arrows choose, Enter inserts at
// the cursor, any number of times.
let cannedField
let cannedSlash = false
/** Where the cursor stood, until it stands there again: a field that loses the focus may forget it. */
let cannedPlace
let cannedTimer
let cannedAsking
/** Goes up with every opening: an answer to an earlier one comes too late. */
let cannedOpening = 0

document.addEventListener('input', ({ target, data }) => {
  if (data !== '/' || !target.matches?.('[data-composer] textarea[name=text]')) return
  if (/(^|\n)\/$/.test(target.value.slice(0, target.selectionStart))) openCanned(target, true)
})
document.addEventListener('keydown', (event) => {
  const field = event.target.closest?.('[data-composer]')?.querySelector('textarea[name=text]')
  if (event.key !== '.' || !(event.ctrlKey || event.metaKey) || event.altKey || !field) return
  event.preventDefault()
  openCanned(field, false)
})
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-canned-open]')
  if (!button) return
  event.preventDefault()
  openCanned($('textarea[name=text]', button.form), false)
})

function openCanned(field, slash) {
  cannedField = field
  cannedSlash = slash
  cannedPlace = [field.selectionStart, field.selectionEnd]
  const box = $('#canned') ?? cannedBox()
  if (!box || box.open) return
  cannedOpening += 1
  const input = $('#canned-input', box)
  input.value = ''
  $('#canned-list', box).replaceChildren()
  showCannedFind()
  box.showModal()
  placeCanned(box)
  input.focus()
  findCanned('')
}

/** Outside the composer's form: what is typed here is no part of the letter. */
function cannedBox() {
  const template = $('[data-canned-box]')
  if (!template) return undefined
  const box = template.content.firstElementChild.cloneNode(true)
  body.append(box)
  $('#canned-input', box).addEventListener('input', ({ target }) => {
    clearTimeout(cannedTimer)
    cannedTimer = setTimeout(() => findCanned(target.value.trim()), 60)
  })
  box.addEventListener('keydown', cannedKey)
  box.addEventListener('click', (event) => {
    const item = event.target.closest('[data-canned]')
    if (item) insertCanned(item.dataset.canned)
    if (event.target.closest('[data-canned-insert]')) insertCanned(cannedAsking, cannedValues())
    if (event.target.closest('[data-canned-leave]')) insertCanned(cannedAsking, [])
    if (event.target === box) leaveCanned()
  })
  box.addEventListener('cancel', (event) => {
    event.preventDefault()
    leaveCanned()
  })
  box.addEventListener('close', () => !box.open && leaveCanned())
  return box
}

/** Back to the words at once: the dialog tells late that it closed, and somebody may be typing by then. */
function leaveCanned() {
  $('#canned').close()
  if (!cannedPlace) return
  cannedField.focus()
  cannedField.setSelectionRange(...cannedPlace)
  cannedPlace = undefined
}

/** Above the words, as wide as the composer, wherever that lies. */
function placeCanned(box) {
  const { left, width, top } = cannedField.form.getBoundingClientRect()
  const room = Math.max(240, Math.min(top - 16, 460))
  box.style.left = `${left}px`
  box.style.width = `${Math.min(width, innerWidth - left - 8)}px`
  box.style.maxHeight = `${room}px`
  box.style.bottom = `${Math.max(8, Math.min(innerHeight - top + 6, innerHeight - room - 8))}px`
}

async function findCanned(q) {
  const box = $('#canned')
  const asked = new URLSearchParams({ q, issue: cannedField.form.dataset.issue ?? '' })
  const answer = await fetch(`${box.dataset.url}?${asked}`).catch(() => undefined)
  if (!box.open || $('#canned-input').value.trim() !== q) return
  const found = answer?.ok && !answer.redirected ? await answer.text() : ''
  $('#canned-list').replaceChildren(...parse(found).childNodes)
  chooseCanned(0)
}

function cannedKey(event) {
  event.stopPropagation()
  if (event.key === 'Enter' && event.target.matches('input')) {
    event.preventDefault()
    if (event.target.id !== 'canned-input') return nextCannedField(event.target)
    // What was typed last may not have been looked for yet.
    clearTimeout(cannedTimer)
    const opening = cannedOpening
    findCanned(event.target.value.trim()).then(() => {
      const item = $('#canned-list [aria-selected=true]')
      if (item?.dataset.canned && opening === cannedOpening && $('#canned').open) insertCanned(item.dataset.canned)
    })
  } else if (event.target.id === 'canned-input' && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault()
    const items = $$('#canned-list [role=option]')
    const at = items.findIndex((item) => item.ariaSelected === 'true')
    chooseCanned((at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % Math.max(1, items.length))
  }
}

function chooseCanned(n) {
  const items = $$('#canned-list [role=option]')
  items.forEach((item, i) => {
    item.id = `canned-${i}`
    item.setAttribute('aria-selected', String(i === n))
  })
  items[n]?.scrollIntoView({ block: 'nearest' })
  const input = $('#canned-input')
  if (items[n]) input.setAttribute('aria-activedescendant', `canned-${n}`)
  else input.removeAttribute('aria-activedescendant')
}

/** With `values`, whatever was given; without, what is missing is asked for first. */
async function insertCanned(id, values) {
  const box = $('#canned')
  const opening = cannedOpening
  const { form } = cannedField
  const posted = new URLSearchParams(values ?? [])
  posted.set('issue', form.dataset.issue ?? '')
  posted.set('person', form.elements.person?.value ?? '')
  if (values) posted.set('anyway', '1')
  const answer = await fetch(`${box.dataset.url}/${id}/insert`, { method: 'POST', body: posted }).catch(() => undefined)
  const done = answer?.ok && !answer.redirected ? await answer.json() : { problem: box.dataset.failed }
  if (!box.open || opening !== cannedOpening) return
  $('[data-canned-said]', box).textContent = done.problem ?? ''
  if (done.problem) return say(done.problem, true)
  if (done.ask) return askCanned(id, done.ask)
  leaveCanned()
  typeIn(done.text)
  if (done.files) addCannedFiles(form, done.files)
}

function askCanned(id, html) {
  cannedAsking = id
  $('[data-canned-find]').hidden = true
  $('[data-canned-asked]').replaceChildren(...parse(html).childNodes)
  $('[data-canned-asked] :is(input, [data-canned-leave])').focus()
}

function showCannedFind() {
  $('[data-canned-find]').hidden = false
  $('[data-canned-asked]').replaceChildren()
}

function cannedValues() {
  return $$('[data-canned-asked] input').map((input) => [`value ${input.dataset.value}`, input.value])
}

function nextCannedField(input) {
  const fields = $$('[data-canned-asked] input')
  const next = fields[fields.indexOf(input) + 1]
  if (next) next.focus()
  else insertCanned(cannedAsking, cannedValues())
}

/** As if it were typed, so that Ctrl Z takes it back; the "/" that opened the list goes. */
function typeIn(text) {
  const { selectionStart: from, selectionEnd: end } = cannedField
  const start = cannedSlash && cannedField.value[end - 1] === '/' ? end - 1 : from
  cannedField.setSelectionRange(start, end)
  if (!document.execCommand('insertText', false, text)) {
    cannedField.setRangeText(text, start, end, 'end')
    cannedField.dispatchEvent(new Event('input', { bubbles: true }))
  }
  cannedSlash = false
  const open = /\{\{.*?\}\}/.exec(text)
  if (open) cannedField.setSelectionRange(start + open.index, start + open.index + open[0].length)
}

function addCannedFiles(form, html) {
  const files = $('[data-uploads]', form)
  if (!files) return
  files.append(...parse(html).children)
  files.hidden = false
  files.dispatchEvent(new Event('input', { bubbles: true }))
}
