import { connect } from 'node:net'

/** ms that a door may take. */
const patience = 5000

/** Undefined where somebody listens there; else what happened, and the remedy. */
export function answers(host: string, port: number, remedy: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience })
    const end = (fault?: string) => {
      socket.destroy()
      resolve(fault)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end(`no answer within ${patience / 1000} s; ${remedy}`))
    socket.once('error', (error) => end(`${(error as NodeJS.ErrnoException).code ?? error.message}; ${remedy}`))
  })
}
