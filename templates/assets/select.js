// Choosing several issues: the checkboxes of the rows, which the bar below the list posts.
const boxes = () => $$('.row:not([hidden]) input[data-select]')

function selectRow() {
  const box = $('input[data-select]', currentRow() ?? $('.row') ?? body)
  if (!box) return false
  box.click()
  return true
}

/** The row itself and the one that is stepped to. */
function extendSelection(step) {
  const row = currentRow()
  const own = row && $('input[data-select]', row)
  if (own && !own.checked) own.click()
  const rows = rowLinks()
  const next = rows[rows.indexOf($('a', row ?? body)) + step]
  if (!next) return Boolean(own)
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  const box = $('input[data-select]', next.parentElement)
  if (box && !box.checked) box.click()
  return true
}

/** All that is in the list now; a second time none. */
function selectAll() {
  const all = boxes()
  const choose = all.some((box) => !box.checked)
  for (const box of all) if (box.checked !== choose) box.click()
  return all.length > 0
}

let lastBox

/** Shift and a click choose everything between this box and the last one. */
document.addEventListener('click', ({ target, shiftKey }) => {
  if (!target.matches?.('.row input[data-select]')) return
  const all = boxes()
  if (shiftKey && all.includes(lastBox)) {
    const [from, to] = [all.indexOf(lastBox), all.indexOf(target)].sort((a, b) => a - b)
    for (const box of all.slice(from, to + 1)) box.checked = target.checked
    target.dispatchEvent(new Event('change', { bubbles: true }))
  }
  lastBox = target
})

document.addEventListener('change', ({ target }) => {
  if (target.matches?.('.row input[data-select]')) showSelected()
})

function showSelected() {
  const chosen = boxes().filter((box) => box.checked).length
  $('#list')?.classList.toggle('choosing', chosen > 0)
  for (const count of $$('[data-selected]')) count.textContent = words.selected.replace('{n}', chosen)
  if (chosen > 0) say(words.selected.replace('{n}', chosen))
}

/** Closes the open issue and shows the next one in the same answer; the row goes at once and comes back on a failure. */
function closeNext() {
  const pane = $('#pane[data-issue]')
  const form = pane && $('.issue-actions form[action$="/status"]', pane)
  if (!form) return false
  if ($('[name=status]', form).value !== 'closed') return click('.issue-actions form[action$="/status"] button')
  const row = document.getElementById(`row-${pane.dataset.issue}`)
  const rows = rowLinks()
  const at = rows.indexOf(row && $('a', row))
  const next = at < 0 ? undefined : (rows[at + 1] ?? rows[at - 1])
  closeAndShow(pane, row, next).catch(() => {
    if (row) row.hidden = false
    refuse(words.notDone)
  })
  return true
}

async function closeAndShow(pane, row, next) {
  const query = $('#list')?.dataset.query ?? ''
  if (row && !/view=(closed|all)|(^|&)q=/.test(query)) row.hidden = true
  const answer = await fetch(`${base}issues/${pane.dataset.issue}/close-next?${query}`, {
    method: 'POST',
    headers: { 'HX-Request': 'true' },
    body: new URLSearchParams({ next: next?.parentElement.id.slice(4) ?? '' }),
  })
  if (!answer.ok || answer.redirected) throw new Error('refused')
  const part = parse(await answer.text())
  const [shown, toasts] = [$('#pane', part), $('#toasts', part)]
  if (row?.hidden) row.remove()
  pane.replaceWith(shown)
  $('#toasts').replaceWith(toasts)
  history.pushState({ htmx: true }, '', next?.href ?? `${base}issues?${query}`)
  document.title = document.title.replace(/^[^·]*/, `${$('h1', shown)?.textContent ?? ''} `)
  processed(shown)
  processed(toasts)
  setUp(document)
  next?.focus()
  say(words.closedGone)
}

// Nothing that was asked for ends without a word: a request that the net or the server lost says so.
document.addEventListener('htmx:error', ({ target }) => {
  if (target.matches('.later[aria-busy]')) fail(target)
  else refuse(words.notDone)
})

/** A part of a page that did not come says so in its place, and can be asked for again. */
function fail(part) {
  part.removeAttribute('aria-busy')
  $('.later-place', part).remove()
  $('.notice', part).hidden = false
}

/** A failure stands where it is read, until it is dismissed. */
function refuse(text) {
  const toast = document.createElement('div')
  toast.className = 'toast bad'
  toast.setAttribute('role', 'alert')
  const span = document.createElement('span')
  span.textContent = text
  toast.append(span)
  $('#toasts').replaceChildren(toast)
}
