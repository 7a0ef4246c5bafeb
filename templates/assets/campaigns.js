// Campaigns: numbers that move while one runs, and words that are checked while they are written.
for (const form of $$('[data-spelled]'))
  queueMicrotask(() =>
    document.dispatchEvent(new CustomEvent('antfarm:composer', { detail: { form, textarea: $('textarea', form) } })),
  )

const campaignEvery = 1000
let campaignTimer
let campaignLater = false

/** A campaign that moves renews its numbers, once a second at most, also below the pointer: nothing else moves there. */
async function renewCampaign() {
  if (!$('[data-live-campaign]')) return
  if (campaignTimer) {
    campaignLater = true
    return
  }
  campaignTimer = setTimeout(() => {
    campaignTimer = undefined
    if (campaignLater) renewCampaign()
    campaignLater = false
  }, campaignEvery)
  if (document.hidden) {
    campaignLater = true
    return
  }
  const answer = await fetch(location.href).catch(() => undefined)
  if (!answer?.ok || answer.redirected) return
  const page = parse(await answer.text())
  for (const part of $$('[data-live-campaign]')) {
    const next = document.getElementById(part.id) && $(`#${part.id}`, page)
    if (next && part.dataset.liveNow !== undefined && !part.contains(document.activeElement)) part.replaceWith(next)
    else swap(part.id, page)
  }
}

document.addEventListener('antfarm:campaigns', renewCampaign)
