/** Drag a grip, or Alt and an arrow key on it: the list moves at once, its new order is posted when it rests. */
document.addEventListener('keydown', (event) => {
  const grip = event.target.closest?.('.grip')
  if (!grip || !['ArrowUp', 'ArrowDown'].includes(event.key)) return
  event.preventDefault()
  const item = grip.closest('li')
  const other = event.key === 'ArrowUp' ? item.previousElementSibling : item.nextElementSibling
  if (!other) return
  if (event.key === 'ArrowUp') other.before(item)
  else other.after(item)
  grip.focus()
  sayPlace(item)
  clearTimeout(postOrder.timer)
  postOrder.timer = setTimeout(() => postOrder(grip.form), 400)
})

document.addEventListener('pointerdown', (event) => {
  const grip = event.target.closest?.('.grip')
  if (!grip || event.button !== 0) return
  event.preventDefault()
  grip.focus()
  const item = grip.closest('li')
  const before = orderOf(grip.form)
  item.classList.add('dragged')
  const move = ({ clientY }) => {
    for (const other of item.parentElement.children) {
      const box = other.getBoundingClientRect()
      if (other === item || clientY < box.top || clientY > box.bottom) continue
      if (clientY < box.top + box.height / 2) other.before(item)
      else other.after(item)
      return
    }
  }
  const drop = () => {
    document.removeEventListener('pointermove', move)
    document.removeEventListener('pointerup', drop)
    document.removeEventListener('pointercancel', drop)
    item.classList.remove('dragged')
    if (orderOf(grip.form) === before) return
    sayPlace(item)
    postOrder(grip.form)
  }
  // On the document: an element that moves in it loses a pointer that it captured.
  document.addEventListener('pointermove', move)
  document.addEventListener('pointerup', drop)
  document.addEventListener('pointercancel', drop)
})

function orderOf(form) {
  return $$('[data-item]', form)
    .map((item) => item.dataset.item)
    .join(',')
}

function sayPlace(item) {
  const place = [...item.parentElement.children].indexOf(item) + 1
  const text = item.closest('form').dataset.picklist
  $('#picklist-said').textContent = text.replace('{label}', item.dataset.label).replace('0', place)
}

async function postOrder(form) {
  const section = form.closest('section')
  const focus = document.activeElement?.id
  form.elements.ids.value = orderOf(form)
  const typed = $('input[name=label]', section).value
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'x-part': 'picklist' },
  }).catch(() => undefined)
  if (!answer || ![200, 409].includes(answer.status) || answer.redirected) return location.reload()
  const next = $('section', parse(await answer.text()))
  if (!section.isConnected || !next) return
  $('input[name=label]', next).value = typed
  section.replaceWith(next)
  showGrips()
  document.getElementById(focus)?.focus()
}

function showGrips() {
  for (const grip of $$('.grip')) grip.hidden = false
}
showGrips()
