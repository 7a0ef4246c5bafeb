function startKeys() {
  let prefix = ''
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (key === 'Escape') return leave(target)
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) return sendFrom(target, event)
    if (event.ctrlKey || event.metaKey || event.altKey || $('dialog[open]')) return
    if (target.matches('textarea, select, input:not([type=radio]), [contenteditable]')) return
    const wanted = prefix + key
    prefix = key === 'g' && !prefix ? 'g ' : ''
    if (prefix) return void setTimeout(() => (prefix = ''), 1500)
    if (act(wanted)) event.preventDefault()
  })
}

function act(key) {
  if (key === 'j' || key === 'k') return walk(key === 'j' ? 1 : -1)
  if (key === 'o') return openRow()
  if (key === '?') return openSheet()
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

function openRow() {
  document.activeElement?.closest?.('.row > a')?.click()
  return true
}

/** To the next or previous row; beside an open issue it opens that one. */
function walk(step) {
  const rows = $$('.row > a')
  if (rows.length === 0) return false
  const at = rows.findIndex((row) => row === document.activeElement || row.hasAttribute('aria-current'))
  const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))]
  row.focus()
  row.scrollIntoView({ block: 'nearest' })
  if ($('#pane[data-issue]') && !row.hasAttribute('aria-current')) row.click()
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
  const composer = target.closest('[data-draft]')
  if (!composer) return
  event.preventDefault()
  const note = $('#mode-note', composer).checked
  const value = note ? 'note' : event.shiftKey ? 'close' : 'send'
  const button = $(`button[value=${value}]`, composer)
  if (!button.disabled) composer.requestSubmit(button)
}

function openSheet() {
  const sheet = $('#sheet')
  if (!sheet || !window.htmx) return false
  htmx.ajax('GET', `${base}shortcuts`, { target: '#sheet', swap: 'innerHTML' }).then(() => sheet.showModal())
  return true
}
