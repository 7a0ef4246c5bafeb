import { parentPort } from 'node:worker_threads'

/** A reader of mail that takes a mail and never answers. */
parentPort!.on('message', () => undefined)
parentPort!.postMessage('ready')
