let paletteTimer
let chosen = 0
/** Enter was pressed before what was looked for had come: the first that comes is meant. */
let entered = false

function openPalette(event) {
  const palette = $('#palette')
  if (!palette || ($('dialog[open]') && !palette.open)) return
  event.preventDefault()
  if (palette.open) return palette.close()
  const input = $('input', palette)
  input.value = ''
  const commands = pageCommands()
  input.oninput = () => fillPalette(commands, input.value)
  input.onkeydown = paletteKey
  fillPalette(commands, '')
  palette.showModal()
  input.focus()
}

/** Everything that can be done here: the keys that have something to do, then what has only a button or a link. */
function pageCommands() {
  const byKey = words.keys
    .filter(([key, , deed]) => deed || $(`[data-key="${CSS.escape(key)}"]`))
    .map((line) => ({ key: keyOf(line), label: line[1], run: () => act(keyOf(line)) }))
  const known = new Set(byKey.map(({ label }) => label.toLowerCase()))
  const others = plainDeeds()
    .map((each) => ({ key: '', label: labelOf(each), run: () => stillThere(each).click() }))
    .filter(({ label }) => label && !known.has(label.toLowerCase()) && known.add(label.toLowerCase()))
  return [...byKey, ...others]
}

function plainDeeds() {
  return $$('.rail-link[href], .menu-item, .issue-actions button, .composer-foot button:enabled').filter(
    (each) => !each.dataset.key && !each.closest('dialog, .list:not(:has(.choosing)) .bulk-bar'),
  )
}

/** A live update may have put another button in this one's place while the palette was open. */
function stillThere(element) {
  if (element.isConnected) return element
  return plainDeeds().find((each) => labelOf(each) === labelOf(element)) ?? element
}

function labelOf(element) {
  const text = element.textContent.trim().replace(/\s+/g, ' ') || element.title || element.ariaLabel || ''
  const legend = element.closest('fieldset')?.querySelector('legend')?.textContent
  return legend ? `${legend}: ${text}` : text
}

function fillPalette(commands, query) {
  const wanted = query.trim().toLowerCase().split(/\s+/)
  const fitting = commands.filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word)))
  // What begins with the words stands before what merely holds them.
  const begins = ({ label }) => Number(wanted.every((word) => ` ${label.toLowerCase()}`.includes(` ${word}`)))
  fitting.sort((one, other) => begins(other) - begins(one))
  const list = $('#palette-list')
  list.replaceChildren(...fitting.slice(0, 40).map(commandItem))
  choose(0)
  entered = false
  clearTimeout(paletteTimer)
  const text = query.trim()
  if (text) paletteTimer = setTimeout(() => findInPalette(text), 120)
}

async function findInPalette(text) {
  const answer = await fetch(`${$('.desk').dataset.palette}?q=${encodeURIComponent(text)}`).catch(() => undefined)
  const found = answer?.ok && !answer.redirected ? await answer.text() : ''
  const input = $('#palette-input')
  if (!$('#palette').open || input.value.trim() !== text) return
  const items = [...parse(found).children]
  for (const item of items) openInPlace(item)
  $('#palette-list').append(...items)
  processed($('#palette-list'))
  if (entered) return void items[0]?.click()
  if ($$('#palette-list [role=option]').length === 0) $('#palette-list').append(nothingItem())
  choose(chosen)
}

/** Beside the list an issue opens as its row would: the page stays, and so does what is pressed next. */
function openInPlace(link) {
  link.addEventListener('click', () => $('#palette').close())
  if (!$('.desk.issues #pane') || !/\/issues\/\d+$/.test(link.pathname)) return
  const way = { get: link.getAttribute('href'), target: '#pane', swap: 'outerHTML', 'push-url': 'true' }
  for (const [name, value] of Object.entries({ ...way, sync: '#list:replace' })) link.setAttribute(`hx-${name}`, value)
}

function commandItem({ key, label, run }) {
  const item = document.createElement('div')
  item.setAttribute('role', 'option')
  item.append(label)
  if (key)
    item.append(Object.assign(document.createElement('kbd'), { textContent: key.replace(/^[A-Z]$/, 'Shift $&') }))
  item.addEventListener('click', () => {
    $('#palette').close()
    run()
  })
  return item
}

function nothingItem() {
  return Object.assign(document.createElement('div'), {
    className: 'quiet',
    textContent: words.nothing,
    role: 'option',
  })
}

function paletteKey(event) {
  const items = $$('#palette-list [role=option]')
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    choose((chosen + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % Math.max(1, items.length))
  } else if (event.key === 'Enter') {
    event.preventDefault()
    if (items[chosen]) items[chosen].click()
    else entered = event.target.value.trim() !== ''
  }
}

function choose(n) {
  const items = $$('#palette-list [role=option]')
  chosen = Math.min(n, Math.max(0, items.length - 1))
  items.forEach((item, i) => {
    item.id = `palette-${i}`
    item.setAttribute('aria-selected', String(i === chosen))
  })
  items[chosen]?.scrollIntoView({ block: 'nearest' })
  const input = $('#palette-input')
  if (items[chosen]) input.setAttribute('aria-activedescendant', `palette-${chosen}`)
  else input.removeAttribute('aria-activedescendant')
}
