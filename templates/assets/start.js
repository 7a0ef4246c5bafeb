// Last of all, when everything that these use is there; the listener comes after htmx's own.
startLive()
startPresence()
addEventListener('DOMContentLoaded', () => {
  startKeys()
  doEarlyKeys()
})
