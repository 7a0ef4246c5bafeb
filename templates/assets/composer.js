// The composer's own ways: what it is, to whom it goes, how it goes.

function startComposer(composer) {
  startChips(composer)
  startUploads(composer)
  const all = $('[data-all]', composer)
  if (all) all.hidden = false
  composer.mode = modeOf(composer)
  composer.addEventListener('change', (event) => {
    if (event.target.name === 'mode') showMode(composer)
  })
  composer.addEventListener('input', (event) => {
    if (event.target.name === 'mode') showMode(composer)
  })
  composer.addEventListener('click', (event) => {
    const whom = event.target.closest('[data-reply]')?.dataset.reply
    if (whom) writeTo(composer, whom)
  })
  $('[data-at]', composer)?.addEventListener('input', () => {
    $('[name=when][value=at]', composer).checked = true
  })
  showHint(composer)
}

const modeOf = (composer) => $('[name=mode]:checked', composer)?.value ?? 'new'
const usualOf = (composer) => JSON.parse($('[data-usual]', composer).dataset.usual)

/** A forward begins with nobody, an answer with whom it was meant for. */
function showMode(composer) {
  const mode = modeOf(composer)
  const before = composer.mode
  if (mode === before) return
  composer.mode = mode
  showHint(composer)
  if (mode === 'note' || (before === 'note' && composer.letterMode === mode)) return
  const was = composer.letterMode ?? 'reply'
  composer.letterMode = mode
  if (was === mode) return
  const who = { to: value('to'), cc: value('cc'), bcc: value('bcc'), subject: value('subject') }
  composer.letters = { ...composer.letters, [was]: who }
  const usual = usualOf(composer)
  const fresh =
    mode === 'forward'
      ? { to: '', cc: '', bcc: '', subject: usual.forwardSubject }
      : { to: usual.to, cc: usual.cc, bcc: '', subject: usual.subject }
  for (const [name, text] of Object.entries(composer.letters[mode] ?? fresh)) $(`[name=${name}]`, composer).value = text
  showChips(composer)
  if (mode === 'forward') setTimeout(() => $('[data-chip-input=to]', composer)?.focus())

  function value(name) {
    return $(`[name=${name}]`, composer).value
  }
}

function showHint(composer) {
  const text = $('textarea', composer)
  const hint = JSON.parse(text.dataset.hints)[modeOf(composer)]
  text.placeholder = hint
  text.setAttribute('aria-label', hint)
}

/** To everybody who takes part, or to the person alone. */
function writeTo(composer, whom) {
  const reply = $('#mode-reply', composer)
  if (reply && !reply.checked) {
    reply.checked = true
    showMode(composer)
  }
  const usual = usualOf(composer)
  $('[name=to]', composer).value = usual.to
  $('[name=cc]', composer).value = whom === 'all' ? usual.cc : ''
  if (whom === 'all') $('.composer-more', composer).open = true
  showChips(composer)
  composer.dispatchEvent(new Event('input', { bubbles: true }))
  $('textarea', composer).focus()
}

/** What Ctrl Enter and its sisters press. */
function sendBy(composer, { shiftKey, altKey }) {
  if (modeOf(composer) === 'note') return $('button[value=note]', composer)
  const value = altKey ? (shiftKey ? 'close-next' : 'next') : shiftKey ? 'close' : 'send'
  return $(`.composer-foot button[value=${value}]`, composer) ?? $('.composer-foot button[value=send]', composer)
}

/** A reply becomes a note and back, in the middle of a word. */
function turnNote(composer) {
  const note = $('#mode-note', composer)
  if (!note) return
  const back = $(`#mode-${composer.letterMode ?? 'reply'}`, composer)
  ;(note.checked ? back : note).checked = true
  showMode(composer)
  composer.dispatchEvent(new Event('input', { bubbles: true }))
}

document.addEventListener('keydown', (event) => {
  const composer = event.target.closest?.('[data-composer]')
  if (!composer || !(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'n') return
  event.preventDefault()
  turnNote(composer)
})
