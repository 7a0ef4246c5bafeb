// Keys that are pressed while the page is still on its way wait here, until keys.js is there to do them. This file is
// loaded before the page is drawn: a fast hand is faster than a large script.
const earlyKeys = []
const mostEarly = 200
const keepEarly = (event) => {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event
  const palette = key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey
  const sign = key.length === 1 && !ctrlKey && !metaKey && !altKey
  const wanted = palette || (sign && key !== ' ') || (earlyKeys.length > 0 && (sign || key === 'Enter'))
  if (!wanted || (!palette && target.matches?.('input, textarea, select, [contenteditable]'))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (earlyKeys.length < mostEarly) earlyKeys.push({ key, ctrlKey, metaKey, shiftKey })
}
addEventListener('keydown', keepEarly, true)
