/** Loaded into the demo's desk before it starts: however the demo ends, also by SIGKILL, the desk ends with it. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref() // the line alone keeps no desk alive
