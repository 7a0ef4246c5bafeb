/** Kept in this browser with every key, until the server says that it has taken exactly this one. */
function keepDraft(composer) {
  if (composer.dataset.kept) return
  composer.dataset.kept = '1'
  const name = `draft ${base} ${body.dataset.rep} ${composer.dataset.draft}`
  const text = $('textarea', composer)
  const kept = read(name)
  if (kept && kept.mark === composer.dataset.taken) localStorage.removeItem(name)
  else if (kept && text.value && !text.value.includes(kept.text)) text.value = `${text.value}\n\n${kept.text}`
  else if (kept && !text.value) {
    text.value = kept.text
    const mode = $(`#mode-${kept.mode}`, composer)
    if (mode) mode.checked = true
    $('[data-draft-state]', composer).textContent = words.draftKept
  }
  $('[data-discard]', composer)?.addEventListener('click', () => {
    text.value = ''
    save('')
  })
  $('[data-edit]', composer)?.addEventListener('click', (event) => {
    event.preventDefault()
    text.focus()
  })
  wordHint(composer)
  if (text.value) save('')
  composer.addEventListener('input', () => {
    wordHint(composer)
    save('')
  })
  const files = $('input[type=file]', composer)
  files.addEventListener('change', () => {
    $('[data-files]', composer).textContent = [...files.files].map((file) => file.name).join(', ')
  })
  composer.addEventListener('submit', (event) => {
    if (event.submitter?.name === 'compose') return
    const mark = crypto.getRandomValues(new Uint32Array(3)).join('-')
    $('[data-mark]', composer).value = mark
    save(mark)
    // A second click must not send twice; the button's own value is posted first.
    const able = $$('.composer-foot button:enabled', composer)
    setTimeout(() => able.map((button) => button.setAttribute('disabled', '')))
    setTimeout(() => able.map((button) => button.removeAttribute('disabled')), 8000)
  })

  // Not before the whole script has run, so that every part of it hears.
  queueMicrotask(() =>
    document.dispatchEvent(new CustomEvent('antfarm:composer', { detail: { form: composer, textarea: text } })),
  )

  function save(mark) {
    const mode = $('[name=mode]:checked', composer)?.value
    if (text.value.trim()) localStorage.setItem(name, JSON.stringify({ text: text.value, mode, mark }))
    else localStorage.removeItem(name)
    $('[data-draft-state]', composer).textContent = text.value.trim() ? words.draftKept : ''
  }
}

function wordHint(composer) {
  const text = $('textarea', composer)
  text.placeholder = $('#mode-note', composer).checked ? text.dataset.note : text.dataset.reply
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name))
  } catch {
    return null
  }
}
