// An @ in a note offers colleagues: arrows choose, Enter or Tab takes, Escape leaves. In a letter an @ is only an @.
let mentionTimer
let mentionField

document.addEventListener('input', ({ target }) => {
  if (!target.matches?.('[data-draft] textarea, [data-composer] textarea')) return
  clearTimeout(mentionTimer)
  const typed = mentionTyped(target)
  if (typed === undefined) return closeMentions()
  mentionTimer = setTimeout(() => offerMentions(target, typed), 80)
})
document.addEventListener('focusout', ({ target }) => target === mentionField && closeMentions())
document.addEventListener('keydown', walkMentions, true)

/** What stands between the last @ and the caret, where that may be a name; an @ within a word is an address. */
function mentionTyped(field) {
  if (!$('#mode-note', field.form)?.checked || field.selectionStart !== field.selectionEnd) return undefined
  return /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(
    field.value.slice(0, field.selectionEnd),
  )?.[1]
}

async function offerMentions(field, typed) {
  const answer = await fetch(`${$('.desk').dataset.mentions}?q=${encodeURIComponent(typed)}`).catch(() => undefined)
  if (!answer?.ok || answer.redirected || document.activeElement !== field) return
  const items = [...parse(await answer.text()).children]
  if (mentionTyped(field) !== typed) return
  if (items.length === 0) return closeMentions()
  const list = $('#mentions', field.form) ?? mentionList(field.form)
  for (const [i, item] of items.entries()) item.id = `mention-${i}`
  list.replaceChildren(...items)
  mentionField = field
  field.setAttribute('aria-controls', 'mentions')
  placeMentions(field, list)
  chooseMention(0)
}

function mentionList(form) {
  $('#mentions')?.remove()
  const list = document.createElement('div')
  list.id = 'mentions'
  list.className = 'mention-list'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', words.mentions)
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const item = event.target.closest('[role=option]')
    if (item) takeMention(item)
  })
  form.append(list)
  return list
}

/** Above the field where there is room, as menus of a composer that lies at the bottom do. */
function placeMentions(field, list) {
  const box = field.getBoundingClientRect()
  list.hidden = false
  list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`
  list.style.top = `${box.top > list.offsetHeight + 8 ? box.top - list.offsetHeight - 4 : box.bottom + 4}px`
}

function chooseMention(n) {
  const items = [...$('#mentions').children]
  const at = (n + items.length) % items.length
  items.forEach((item, i) => void item.setAttribute('aria-selected', String(i === at)))
  mentionField.setAttribute('aria-activedescendant', items[at].id)
  say(items[at].dataset.name)
}

function walkMentions(event) {
  const list = $('#mentions:not([hidden])')
  if (!list || event.target !== mentionField) return
  const items = [...list.children]
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true')
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') chooseMention(at + (event.key === 'ArrowDown' ? 1 : -1))
  else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') takeMention(items[at])
  else if (event.key === 'Escape') closeMentions()
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}

function takeMention(item) {
  const field = mentionField
  const end = field.selectionEnd
  field.setRangeText(`${item.dataset.name} `, end - mentionTyped(field).length, end, 'end')
  closeMentions()
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function closeMentions() {
  clearTimeout(mentionTimer)
  const list = $('#mentions')
  if (list) list.hidden = true
  mentionField?.removeAttribute('aria-activedescendant')
  mentionField = undefined
}
