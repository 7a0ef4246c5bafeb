// A marked sentence of a message becomes an issue of its own.
const bareWords = (text) => text.replace(/\s|^[ \t]*>+/gm, '')

/** What is marked, where it is a part of one message of this issue. */
function marked() {
  const selection = document.getSelection()
  const text = selection?.toString().trim()
  if (!text || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  const within = range.commonAncestorContainer
  const mail = (within.nodeType === 1 ? within : within.parentElement)?.closest('.mail-text')
  const form = mail && $('[data-from-words]', mail.closest('.entry'))
  return form ? { text, range, mail, form } : undefined
}

document.addEventListener('selectionchange', () => {
  clearTimeout(markTimer)
  markTimer = setTimeout(offerIssue, 120)
})
let markTimer

function offerIssue() {
  const now = marked()
  const button = $('#from-selection') ?? selectionButton()
  button.hidden = !now
  if (!now) return
  const box = now.range.getBoundingClientRect()
  button.style.left = `${Math.max(8, Math.min(box.left, innerWidth - button.offsetWidth - 8))}px`
  button.style.top = `${box.bottom + 44 < innerHeight ? box.bottom + 6 : box.top - 40}px`
}

function selectionButton() {
  const button = document.createElement('button')
  button.type = 'button'
  button.id = 'from-selection'
  button.className = 'button'
  button.append(words.selection, ' ', Object.assign(document.createElement('kbd'), { textContent: 'i' }))
  // The selection must outlive the press.
  button.addEventListener('pointerdown', (event) => event.preventDefault())
  button.addEventListener('click', () => issueFromWords())
  body.append(button)
  return button
}

/** Posts the marked words; with nothing marked it opens the form where they can be pasted. */
function issueFromWords() {
  const now = marked()
  if (!now) return openIssuesMenu('textarea')
  const { text, range, mail, form } = now
  const before = document.createRange()
  before.setStart(mail, 0)
  before.setEnd(range.startContainer, range.startOffset)
  form.elements.words.value = text
  form.elements.nth.value = times(bareWords(before.toString()), bareWords(text))
  document.getSelection().removeAllRanges()
  form.requestSubmit()
  return true
}

function times(text, part) {
  let n = 0
  for (let at = text.indexOf(part); part && at >= 0; at = text.indexOf(part, at + 1)) n++
  return n
}

/** The menu of the message that has the focus, else of the last one. */
function openIssuesMenu(field) {
  const own = document.activeElement?.closest?.('.entry')
  const menu = $('.issues-menu', own ?? document.createElement('i')) ?? $$('.entry > details[open] .issues-menu').at(-1)
  if (!menu) return false
  menu.open = true
  menu.scrollIntoView({ block: 'nearest' })
  $(field, menu)?.focus()
  return true
}

// The deed is done: the form is as before, and the messages show what is new.
document.addEventListener('htmx:after:request', ({ target }) => {
  const form = target.closest?.('[data-from-words]')
  if (!form) return
  form.reset()
  const menu = form.closest('details')
  if (menu.contains(document.activeElement)) document.activeElement.blur()
  menu.open = false
  touched([Number($('#pane')?.dataset.issue)])
})
