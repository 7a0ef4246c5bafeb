// Who is at which issue. Pages say so every ten seconds; who has said nothing for 25 has gone.
const beatEvery = 10_000
const goneAfter = 25_000
const present = new Map()
let at
let typedAt = 0
let saidTyping = false

function startPresence() {
  if (!$('.desk')) return
  beat()
  setInterval(beat, beatEvery)
  setInterval(forgetGone, 5000)
  addEventListener('pagehide', () => tellPresence(at, 'gone'))
  document.addEventListener('visibilitychange', beat)
  document.addEventListener('input', ({ target }) => {
    if (!target.closest?.('[data-draft]') || !target.matches('textarea')) return
    typedAt = target.value.trim() ? Date.now() : 0
    if (Boolean(typedAt) !== saidTyping) beat()
  })
}

function beat() {
  const here = document.visibilityState === 'visible' ? $('#pane')?.dataset.issue : undefined
  if (at && at !== here) tellPresence(at, 'gone')
  if (at !== here) typedAt = 0
  at = here
  saidTyping = Date.now() - typedAt < goneAfter
  if (here) tellPresence(here, saidTyping ? 'typing' : 'viewing')
}

/** By a beacon, which also goes when the page does. */
function tellPresence(issue, state) {
  if (issue) navigator.sendBeacon($('.desk').dataset.presence, new URLSearchParams({ issue, state }))
}

function heardPresence(notices) {
  for (const { issue, rep, name, state } of notices) {
    if (String(rep) === body.dataset.rep) continue
    const who = present.get(issue) ?? new Map()
    if (state === 'gone') who.delete(rep)
    else who.set(rep, { name, typing: state === 'typing', until: Date.now() + goneAfter })
    present.set(issue, who)
    showPresence(issue)
  }
}

function showPresence(issue) {
  const who = [...(present.get(issue) ?? [])]
  const places = [$(`#row-${issue} [data-present]`), $(`#pane[data-issue="${issue}"] [data-present]`)]
  for (const place of places) {
    if (!place) continue
    const marks = who.map(([rep, one]) => presentMark(rep, one))
    if (place.innerHTML !== marks.map((mark) => mark.outerHTML).join('')) place.replaceChildren(...marks)
  }
}

/** The same as templates/presence.tsx makes. */
function presentMark(rep, { name, typing }) {
  const said = (typing ? words.typing : words.viewing).replace('{name}', name)
  const part = (className, text) => Object.assign(document.createElement('span'), { className, textContent: text })
  const mark = part(typing ? 'present-mark typing' : 'present-mark', '')
  mark.dataset.rep = rep
  mark.title = said
  const names = name.trim().split(/[\s@.]+/)
  const initials = part(
    'initials small',
    (names[0].slice(0, 1) + (names[1] ? names.at(-1).slice(0, 1) : '')).toUpperCase(),
  )
  initials.title = name
  initials.setAttribute('aria-hidden', 'true')
  mark.append(initials)
  if (typing) mark.append(Object.assign(part('pen', '…'), { ariaHidden: 'true' }))
  mark.append(part('present-words', said))
  return mark
}

/** Also those whom the server showed and who were never heard of. */
function forgetGone() {
  for (const mark of $$('[data-present] [data-rep]')) {
    const issue = Number(mark.closest('.row')?.id.slice(4) ?? $('#pane').dataset.issue)
    const who = present.get(issue) ?? new Map()
    const rep = Number(mark.dataset.rep)
    const name = $('.initials', mark).title
    if (!who.has(rep)) who.set(rep, { name, typing: mark.matches('.typing'), until: Date.now() + goneAfter })
    present.set(issue, who)
  }
  for (const [issue, who] of present) {
    const before = who.size
    for (const [rep, one] of who) if (one.until < Date.now()) who.delete(rep)
    if (who.size !== before) showPresence(issue)
    if (who.size === 0) present.delete(issue)
  }
}
