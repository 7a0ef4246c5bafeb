// Misspelled words are marked by a mirror above the textarea, which itself is never touched but on the rep's word.
// F7 or Alt . goes to the next one and opens its menu; all by keys.
document.addEventListener('antfarm:composer', ({ detail }) => startSpelling(detail.form, detail.textarea))

function startSpelling(form, field) {
  const tools = $('[data-spelling]', form)
  if (!tools || tools.dataset.on) return
  tools.dataset.on = ''
  field.spellcheck = false
  const mirror = document.createElement('div')
  mirror.className = 'spelling-mirror'
  mirror.setAttribute('aria-hidden', 'true')
  field.after(mirror)
  const pen = { form, field, tools, mirror, say: JSON.parse(tools.dataset.spelling), wrong: [], once: [], count: -1 }
  pen.text = field.value
  form.spellingPen = pen
  new ResizeObserver(() => layMirror(pen)).observe(field)
  field.addEventListener('scroll', () => (mirror.scrollTop = field.scrollTop), { passive: true })
  field.addEventListener('input', () => typedOn(pen))
  field.addEventListener('blur', () => drawMarks(pen))
  field.addEventListener('contextmenu', (event) => {
    const wrong = wrongAt(pen, event)
    if (!wrong) return
    event.preventDefault()
    openSpelling(pen, wrong)
  })
  $('[data-spelling-next]', tools).addEventListener('click', () => nextWrong(pen, 1))
  $('select', tools).addEventListener('change', (event) => {
    event.stopPropagation()
    keepSpelling(pen)
    checkSpelling(pen)
  })
  form.addEventListener('keydown', (event) => {
    const asked = event.key === 'F7' || (event.altKey && event.code === 'Period')
    if (!asked || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    nextWrong(pen, event.shiftKey ? -1 : 1)
  })
  if (field.value.trim()) checkSpelling(pen)
}

document.addEventListener('selectionchange', () => {
  const pen = document.activeElement?.form?.spellingPen
  if (pen && pen.hidden !== undefined && pen.hidden !== beingTyped(pen)) drawMarks(pen)
})

/** What stands before the change stays marked, what stands behind it moves along, what it touched is asked anew. */
function typedOn(pen) {
  const [was, now] = [pen.text, pen.field.value]
  let head = 0
  while (head < was.length && was[head] === now[head]) head += 1
  let tail = 0
  while (tail < Math.min(was.length, now.length) - head && was.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const moved = ({ word, offset, length }) =>
    offset + length < head || (offset + length === head && !/^[\p{L}\p{M}'’-]/u.test(now.slice(head)))
      ? [{ word, offset, length }]
      : offset >= was.length - tail
        ? [{ word, offset: offset + now.length - was.length, length }]
        : []
  pen.wrong = pen.wrong.flatMap(moved)
  pen.once = pen.once.flatMap(moved)
  pen.text = now
  drawMarks(pen)
  clearTimeout(pen.timer)
  pen.timer = setTimeout(() => checkSpelling(pen), 500)
}

async function checkSpelling(pen) {
  clearTimeout(pen.timer)
  const { form, field, tools } = pen
  const text = field.value
  pen.asked = (pen.asked ?? 0) + 1
  const { asked } = pen
  if (!text.trim()) return checkedSpelling(pen, { misspellings: [] })
  const answer = await askSpelling('check', {
    text,
    language: $('select', tools).value,
    issue: form.dataset.issue ?? '',
    person: form.elements.person?.value ?? '',
    ignored: ignoredWords(pen).join('\n'),
  })
  if (asked !== pen.asked || text !== field.value) return
  if (answer) checkedSpelling(pen, answer)
  else tellSpelling(pen, pen.say.trouble)
}

function checkedSpelling(pen, { misspellings, language, languages }) {
  const once = (one) => pen.once.some(({ offset, word }) => offset === one.offset && word === one.word)
  pen.wrong = misspellings
    .map(({ word, offset }) => ({ word, offset, length: word.length }))
    .filter((one) => !once(one))
  if (languages) fillLanguages(pen, language, languages)
  pen.language = language ?? pen.language
  drawMarks(pen)
}

function fillLanguages({ tools, say }, language, languages) {
  const select = $('select', tools)
  const chosen = select.value
  const name = (languages.find(([code]) => code === language) ?? [])[1] ?? language
  const options = [['', say.guess.replace('{name}', name)], ...languages]
  select.replaceChildren(...options.map(([code, label]) => new Option(label, code, false, code === chosen)))
}

/** Not the word that is just being typed. */
function drawMarks(pen) {
  const { mirror, field, wrong } = pen
  pen.hidden = beingTyped(pen)
  const shown = wrong.filter((one) => one !== pen.hidden)
  const parts = []
  let at = 0
  for (const { offset, length } of shown) {
    const mark = document.createElement('mark')
    mark.textContent = field.value.slice(offset, offset + length)
    parts.push(field.value.slice(at, offset), mark)
    at = offset + length
  }
  mirror.replaceChildren(...parts, `${field.value.slice(at)}\n`)
  pen.shown = shown
  layMirror(pen)
  countWrong(pen)
}

function beingTyped({ field, wrong }) {
  if (document.activeElement !== field || field.selectionStart !== field.selectionEnd) return null
  return wrong.find(({ offset, length }) => offset + length === field.selectionStart) ?? null
}

function countWrong(pen) {
  const { tools, shown, say } = pen
  const count = shown.length
  tools.hidden = false
  $('[data-spelling-next]', tools).hidden = count === 0
  const text = count === 1 ? say.one : say.many.replace('{n}', count)
  $('[data-spelling-count]', tools).textContent = text
  if (pen.count !== count && (pen.count > 0 || count > 0)) tellSpelling(pen, count === 0 ? say.none : text)
  pen.count = count
}

const mirrored = [
  ...['font', 'letterSpacing', 'wordSpacing', 'lineHeight', 'tabSize', 'textAlign', 'direction', 'textIndent'],
  ...['paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft'],
]

function layMirror({ field, mirror }) {
  const style = getComputedStyle(field)
  for (const name of mirrored) mirror.style[name] = style[name]
  Object.assign(mirror.style, {
    left: `${field.offsetLeft + field.clientLeft}px`,
    top: `${field.offsetTop + field.clientTop}px`,
    width: `${field.clientWidth}px`,
    height: `${field.clientHeight}px`,
  })
  mirror.scrollTop = field.scrollTop
}

function wrongAt(pen, { clientX, clientY }) {
  const at = $$('mark', pen.mirror).findIndex((mark) =>
    [...mark.getClientRects()].some(
      (box) => clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom,
    ),
  )
  return pen.shown[at]
}

/** The next one behind the cursor, or before it; after the last comes the first. */
function nextWrong(pen, way) {
  const { field, wrong, say } = pen
  if (wrong.length === 0) return tellSpelling(pen, say.none)
  const behind = wrong.filter(({ offset }) => (way > 0 ? offset >= field.selectionEnd : offset < field.selectionStart))
  openSpelling(pen, behind.at(way > 0 ? 0 : -1) ?? wrong.at(way > 0 ? 0 : -1))
}

async function openSpelling(pen, wrong) {
  const { field, say, tools } = pen
  field.focus()
  field.setSelectionRange(wrong.offset, wrong.offset + wrong.length)
  drawMarks(pen)
  const menu = spellingMenu(pen, wrong)
  placeMenu(pen, menu, wrong)
  $('button', menu).focus()
  const language = $('select', tools).value || pen.language
  // What is late is remembered by the server: asked again, it is there.
  let answer
  for (let tries = 0; tries < 4 && !answer?.suggestions; tries += 1)
    answer = await askSpelling('suggest', { word: wrong.word, language: language || '' })
  const list = $('[data-meant]', menu)
  if (!list) return
  const meant = answer?.suggestions ?? []
  const items = meant.map((to, at) => spellingItem(to, String(at + 1), () => fixWrong(pen, wrong, to)))
  const wasFirst = menu.contains(document.activeElement) && document.activeElement === $('[data-once]', menu)
  if (items.length > 0) list.replaceChildren(...items)
  else list.firstElementChild.textContent = say.nothing
  if (items.length > 0 && wasFirst) items[0].focus()
}

function spellingMenu(pen, wrong) {
  closeSpelling()
  const { say } = pen
  const menu = document.createElement('div')
  menu.className = 'spelling-menu'
  menu.id = 'spelling-menu'
  menu.setAttribute('role', 'menu')
  menu.setAttribute('aria-label', say.menu.replace('{word}', wrong.word))
  const list = document.createElement('div')
  list.dataset.meant = ''
  list.setAttribute('role', 'none')
  const looking = document.createElement('p')
  looking.className = 'quiet'
  looking.setAttribute('role', 'none')
  looking.textContent = say.looking
  list.append(looking)
  const once = spellingItem(say.ignoreOnce, 'I', () => ignoreOnce(pen, wrong))
  once.dataset.once = ''
  const letter = spellingItem(say.ignoreLetter, 'L', () => ignoreInLetter(pen, wrong))
  const teach = spellingItem(say.teach, 'T', () => teachWrong(pen, wrong))
  menu.append(list, document.createElement('hr'), once, letter, teach)
  menu.addEventListener('keydown', (event) => menuKey(pen, menu, event))
  body.append(menu)
  document.addEventListener('pointerdown', outside, true)
  return menu

  function outside(event) {
    if (menu.contains(event.target)) return
    document.removeEventListener('pointerdown', outside, true)
    menu.remove()
  }
}

function spellingItem(text, key, run) {
  const item = document.createElement('button')
  item.type = 'button'
  item.setAttribute('role', 'menuitem')
  item.dataset.menuKey = key
  const name = document.createElement('span')
  name.textContent = text
  const hint = document.createElement('kbd')
  hint.textContent = key
  item.append(name, hint)
  item.addEventListener('click', () => {
    closeSpelling()
    run()
  })
  return item
}

function menuKey({ field }, menu, event) {
  const items = $$('button', menu)
  const at = items.indexOf(document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
  const named = items.find((item) => item.dataset.menuKey === event.key.toUpperCase())
  if (to !== undefined) items.at(to % items.length).focus()
  else if (event.key === 'Escape' || event.key === 'Tab') {
    closeSpelling()
    field.focus()
  } else if (named && !event.ctrlKey && !event.altKey && !event.metaKey) named.click()
  else if (event.key !== 'F7') return event.stopPropagation()
  event.preventDefault()
  event.stopPropagation()
}

function placeMenu({ mirror, shown, field }, menu, wrong) {
  const mark = $$('mark', mirror)[shown.indexOf(wrong)]
  const box = (mark ?? field).getBoundingClientRect()
  const above = box.bottom + menu.offsetHeight + 8 > innerHeight
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`
  menu.style.top = `${Math.max(8, above ? box.top - menu.offsetHeight - 170 : box.bottom + 4)}px`
  if (above) Object.assign(menu.style, { top: '', bottom: `${innerHeight - box.top + 4}px` })
}

function closeSpelling() {
  $('#spelling-menu')?.remove()
}

/** By the browser's own editing, so that its own undo takes it back. */
function fixWrong(pen, { word, offset, length }, to) {
  const { field, say } = pen
  field.focus()
  field.setSelectionRange(offset, offset + length)
  if (!document.execCommand('insertText', false, to)) {
    field.setRangeText(to, offset, offset + length, 'end')
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  tellSpelling(pen, say.fixed.replace('{word}', word).replace('{to}', to))
}

/** Where no other is like it, the letter may go with it. */
function ignoreOnce(pen, wrong) {
  const others = pen.wrong.some((one) => one !== wrong && one.word === wrong.word)
  if (!others) return ignoreInLetter(pen, wrong)
  pen.once.push(wrong)
  pen.wrong = pen.wrong.filter((one) => one !== wrong)
  afterMenu(pen, pen.say.ignored.replace('{word}', wrong.word))
}

function ignoreInLetter(pen, { word }) {
  const kept = $('[data-spelling-ignored]', pen.tools)
  kept.value = [...ignoredWords(pen), word].join(' ')
  pen.wrong = pen.wrong.filter((one) => one.word !== word)
  keepSpelling(pen)
  afterMenu(pen, pen.say.ignored.replace('{word}', word))
}

async function teachWrong(pen, { word }) {
  pen.wrong = pen.wrong.filter((one) => one.word !== word)
  afterMenu(pen, pen.say.taught.replace('{word}', word))
  const taught = await askSpelling('words', { word })
  if (!taught?.changeId) return
  const undo = document.createElement('button')
  undo.type = 'button'
  undo.className = 'button quiet-button'
  undo.textContent = `${pen.say.taught.replace('{word}', word)} ${pen.say.undo}`
  undo.addEventListener('click', async () => {
    undo.remove()
    pen.field.focus()
    await fetch(`${base}undo/${taught.changeId}`, { method: 'POST', redirect: 'manual' })
    checkSpelling(pen)
  })
  $('[data-spelling-undo]', pen.tools)?.remove()
  undo.dataset.spellingUndo = ''
  pen.tools.append(undo)
  setTimeout(() => undo.remove(), 10_000)
}

function afterMenu(pen, said) {
  pen.field.focus()
  drawMarks(pen)
  tellSpelling(pen, said)
}

/** The draft is kept anew: what it ignores belongs to it. */
function keepSpelling({ form }) {
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

function ignoredWords({ tools }) {
  return $('[data-spelling-ignored]', tools).value.split(' ').filter(Boolean)
}

function tellSpelling({ tools }, text) {
  $('[data-spelling-said]', tools).textContent = text
}

async function askSpelling(what, fields) {
  try {
    const answer = await fetch(`${base}spelling/${what}`, { method: 'POST', body: new URLSearchParams(fields) })
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}
