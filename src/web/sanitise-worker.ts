import { parentPort, workerData } from 'node:worker_threads'
import { cleanMailHtml, type Pictures } from './sanitise.ts'

/** The thread that cleans one large HTML and ends. Started by clean-mail.ts alone. */
const { html, pictures } = workerData as { html: string; pictures: Pictures }

parentPort!.postMessage(cleanMailHtml(html, pictures))
