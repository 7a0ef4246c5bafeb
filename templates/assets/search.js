const searchOperators = [
  'from:',
  'to:',
  'subject:',
  'person:',
  'issue:',
  'order:',
  'product:',
  'type:',
  'has:attachment',
  'filename:',
  'before:',
  'after:',
]
const searchStates = ['is:open', 'is:closed', 'is:snoozed', 'is:unassigned', 'is:mine', 'is:failed']

/** Offers the operators that begin with what is being typed: arrows, Enter or Tab take one. */
function startSearch() {
  for (const input of $$('input[data-operators]')) {
    const list = document.createElement('ul')
    list.className = 'operator-list'
    list.id = `operators-${$$('.operator-list').length}`
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', input.getAttribute('aria-label'))
    input.after(list)
    input.autocomplete = 'off'
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-controls', list.id)
    input.setAttribute('aria-expanded', 'false')
    input.addEventListener('input', () => offerOperators(input, list))
    input.addEventListener('blur', () => hideOperators(input, list))
    input.addEventListener('keydown', (event) => walkOperators(event, input, list))
    list.addEventListener('mousedown', (event) => {
      event.preventDefault()
      const option = event.target.closest('li')
      if (option) takeOperator(input, list, option.textContent)
    })
  }
}

function typedWord(input) {
  return /-?[a-z:]*$/i.exec(input.value.slice(0, input.selectionStart ?? 0))[0]
}

function offerOperators(input, list) {
  const typed = typedWord(input).replace(/^-/, '').toLowerCase()
  const found =
    typed.length < 2
      ? []
      : [...searchOperators, ...searchStates].filter((each) => each.startsWith(typed) && each !== typed)
  list.replaceChildren(
    ...found.slice(0, 7).map((text, i) => {
      const option = document.createElement('li')
      option.textContent = text
      option.id = `${list.id}-${i}`
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      return option
    }),
  )
  list.hidden = found.length === 0
  input.setAttribute('aria-expanded', String(!list.hidden))
  input.removeAttribute('aria-activedescendant')
}

function walkOperators(event, input, list) {
  if (list.hidden) return
  const options = [...list.children]
  const at = options.findIndex((each) => each.getAttribute('aria-selected') === 'true')
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length
    options.forEach(
      (each, i) =>
        void each.setAttribute(
          'aria-selected',
          String(i === (at < 0 && event.key === 'ArrowUp' ? options.length - 1 : next)),
        ),
    )
    input.setAttribute('aria-activedescendant', list.querySelector('[aria-selected=true]').id)
  } else if ((event.key === 'Enter' && at >= 0) || (event.key === 'Tab' && !event.shiftKey)) {
    takeOperator(input, list, options[Math.max(0, at)].textContent)
  } else if (event.key === 'Escape') {
    hideOperators(input, list)
    event.stopPropagation()
  } else return
  event.preventDefault()
}

function takeOperator(input, list, text) {
  const place = input.selectionStart ?? input.value.length
  const start = place - typedWord(input).replace(/^-/, '').length
  const added = text.endsWith(':') ? text : `${text} `
  input.setRangeText(added, start, place, 'end')
  hideOperators(input, list)
}

function hideOperators(input, list) {
  list.hidden = true
  input.setAttribute('aria-expanded', 'false')
  input.removeAttribute('aria-activedescendant')
}
