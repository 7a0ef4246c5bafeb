// To, Cc and Bcc as chips over the plain fields, which are what is posted.

/** As src/letters/recipients.ts parts them: commas and semicolons, but not inside quotes. */
const splitWho = (text) => (text.match(/(?:"[^"\n]*"|[^,;"\n]|")+/g) ?? []).map((part) => part.trim()).filter(Boolean)
const addressIn = (who) => (/<([^<>\s]+)>\s*$/.exec(who)?.[1] ?? who).trim().toLowerCase()
const looksRight = (who) => /^[^\s@<>]+@[^\s@<>]+$/.test(addressIn(who))

function startChips(composer) {
  for (const line of $$('[data-chips]', composer)) {
    const field = $('input', line)
    const box = Object.assign(document.createElement('span'), { className: 'who-box' })
    const input = Object.assign(document.createElement('input'), {
      type: 'text',
      autocomplete: 'off',
      spellcheck: false,
    })
    input.id = field.id
    field.removeAttribute('id')
    field.type = 'hidden'
    input.dataset.chipInput = field.name
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-expanded', 'false')
    input.setAttribute('aria-autocomplete', 'list')
    const list = Object.assign(document.createElement('div'), { className: 'who-list', hidden: true })
    list.id = `${input.id}-list`
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', words.people)
    input.setAttribute('aria-controls', list.id)
    box.append(input)
    line.append(box, list)
    line.chips = { composer, field, box, input, list, at: -1 }
    listenChips(line.chips)
    if (field.autofocus) setTimeout(() => input.focus())
  }
  showChips(composer)
}

function showChips(composer) {
  for (const { chips } of $$('[data-chips]', composer)) if (chips) drawChips(chips)
  const more = $('.composer-more', composer)
  if (more && ['cc', 'bcc'].some((name) => $(`[name=${name}]`, more).value.trim())) more.open = true
}

function drawChips({ composer, field, box, input }) {
  const { to, cc } = usualOf(composer)
  const known = new Set(splitWho(`${to},${cc}`).map(addressIn))
  const chips = splitWho(field.value).map((who) => {
    const chip = document.createElement('button')
    chip.type = 'button'
    chip.className = 'chip who'
    chip.textContent = who
    chip.dataset.who = who
    chip.title = words.removeRecipient.replace('{name}', who)
    if (!looksRight(who)) mark(chip, 'bad', words.badRecipient, who)
    else if (composer.dataset.issue && composer.mode !== 'forward' && !known.has(addressIn(who)))
      mark(chip, 'new', words.newRecipient, who)
    return chip
  })
  // The field itself stays where it is: moved, it would lose the focus.
  for (const old of $$('.who', box)) old.remove()
  input.before(...chips)
}

function mark(chip, name, text, who) {
  chip.classList.add(name)
  chip.title = text.replace('{name}', who)
}

function listenChips(chips) {
  const { box, input, list } = chips
  input.addEventListener('input', (event) => {
    event.stopPropagation()
    if (/[,;]\s*$/.test(input.value)) addWho(chips, input.value)
    else suggest(chips)
  })
  input.addEventListener('keydown', (event) => chipKeys(chips, event))
  input.addEventListener('blur', () => setTimeout(() => !list.matches(':hover') && addWho(chips, input.value)))
  box.addEventListener('click', (event) => {
    const chip = event.target.closest('.who')
    if (chip) removeWho(chips, chip)
    else input.focus()
  })
  box.addEventListener('keydown', (event) => {
    const chip = event.target.closest('.who')
    if (!chip) return
    const step = { ArrowLeft: 'previousElementSibling', ArrowRight: 'nextElementSibling' }[event.key]
    if (step) chip[step]?.focus()
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      removeWho(chips, chip)
    }
  })
  list.addEventListener('mousedown', (event) => {
    const option = event.target.closest('[role=option]')
    event.preventDefault()
    if (option) addWho(chips, option.dataset.who)
  })
}

function chipKeys(chips, event) {
  const { input, list, box } = chips
  const options = $$('[role=option]', list)
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (options.length === 0) return
    event.preventDefault()
    chooseWho(
      chips,
      (chips.at + (event.key === 'ArrowDown' ? 1 : options.length - 1 + (chips.at < 0))) % options.length,
    )
  } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    addWho(chips, options[chips.at]?.dataset.who ?? input.value)
  } else if (event.key === 'Tab' && input.value.trim()) addWho(chips, options[chips.at]?.dataset.who ?? input.value)
  else if (event.key === 'Escape' && !list.hidden) {
    event.stopPropagation()
    closeList(chips)
  } else if (event.key === 'Backspace' && !input.value) {
    const last = $$('.who', box).at(-1)
    if (last) removeWho(chips, last)
  } else if (event.key === 'ArrowLeft' && !input.value) $$('.who', box).at(-1)?.focus()
  else if (event.key === 'Enter' && input.value.trim()) addWho(chips, input.value)
}

function addWho(chips, text) {
  const { composer, field, input } = chips
  closeList(chips)
  const added = splitWho(text)
  input.value = ''
  if (added.length === 0) return
  const here = new Set(splitWho(field.value).map(addressIn))
  const fresh = added.filter((who) => !here.has(addressIn(who)))
  field.value = [...splitWho(field.value), ...fresh].join(', ')
  drawAndTell(chips, composer)
}

function removeWho(chips, chip) {
  const next = chip.nextElementSibling
  const who = chip.dataset.who
  chips.field.value = splitWho(chips.field.value)
    .filter((each) => each !== who)
    .join(', ')
  const at = $$('.who', chips.box).indexOf(chip)
  drawAndTell(chips, chips.composer)
  ;(next.matches('.who') ? $$('.who', chips.box)[at] : chips.input).focus()
}

function drawAndTell(chips, composer) {
  drawChips(chips)
  composer.dispatchEvent(new Event('input', { bubbles: true }))
}

let suggesting

function suggest(chips) {
  clearTimeout(suggesting)
  const q = chips.input.value.trim()
  if (q.length < 2) return closeList(chips)
  suggesting = setTimeout(async () => {
    const answer = await ask(`${base}recipients?q=${encodeURIComponent(q)}`)
    if (!answer?.ok || chips.input.value.trim() !== q) return
    const found = await answer.json()
    const options = found.map((who, i) => {
      const option = Object.assign(document.createElement('div'), { textContent: who, id: `${chips.list.id}-${i}` })
      option.setAttribute('role', 'option')
      option.dataset.who = who
      return option
    })
    chips.list.replaceChildren(...options)
    chips.list.hidden = options.length === 0
    chips.input.setAttribute('aria-expanded', String(options.length > 0))
    chooseWho(chips, options.length > 0 && !looksRight(q) ? 0 : -1)
  }, 120)
}

function chooseWho(chips, at) {
  chips.at = at
  const options = $$('[role=option]', chips.list)
  for (const [i, option] of options.entries()) option.setAttribute('aria-selected', String(i === at))
  if (options[at]) chips.input.setAttribute('aria-activedescendant', options[at].id)
  else chips.input.removeAttribute('aria-activedescendant')
}

function closeList(chips) {
  chips.at = -1
  chips.list.hidden = true
  chips.list.replaceChildren()
  chips.input.setAttribute('aria-expanded', 'false')
  chips.input.removeAttribute('aria-activedescendant')
}
