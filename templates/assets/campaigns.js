// Campaigns: numbers that move while one runs, and words that are checked while they are written.
for (const form of $$('[data-spelled]'))
  queueMicrotask(() =>
    document.dispatchEvent(new CustomEvent('antfarm:composer', { detail: { form, textarea: $('textarea', form) } })),
  )

const campaignEvery = 2000

/** A running campaign renews its numbers every two seconds, also below the pointer, since nothing else moves there. */
setInterval(async () => {
  if (document.hidden || !$('[data-live-every]')) return
  const answer = await fetch(location.href).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return
  const page = parse(await answer.text())
  for (const part of $$('[data-live-campaign]')) {
    const next = document.getElementById(part.id) && $(`#${part.id}`, page)
    if (next && part.dataset.liveNow !== undefined && !part.contains(document.activeElement)) part.replaceWith(next)
    else swap(part.id, page)
  }
}, campaignEvery)
