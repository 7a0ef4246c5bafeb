// Last of all, when everything that these use is there.
startKeys()
startLive()
startPresence()
