import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { parse } from './parse.ts'
import type { Parsed, ParseJob } from './parsed.ts'

/** The thread that parses: a mail in, what it says out. Started by parser.ts alone. */
type Request = Readonly<{ id: number; raw: Uint8Array; mailFrom: string | null; receivedAt: Date }>

/** One mail at a time, so that the oldest without an answer is the one that hangs. */
let last: Promise<void> = Promise.resolve()

parentPort!.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})
giveWay()
parentPort!.postMessage('ready')

/** Reading makes way for the door and for pages, and takes what they leave. */
function giveWay() {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), 5)
  } catch {
    // Linux alone tells threads apart: elsewhere it reads like all else.
  }
}

async function answer({ id, raw, ...rest }: Request) {
  const job: ParseJob = { ...rest, raw: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength) }
  const parsed = await parse(job)
  const { message, buffers } = packed(parsed)
  parentPort!.postMessage({ id, parsed: message }, buffers)
}

/** Bytes move to the other thread instead of being copied; a view of a shared pool must be copied first. */
function packed(parsed: Parsed): { message: Parsed; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = []
  const own = (bytes: Uint8Array) => {
    const copy = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
    if (copy.byteLength > 0) buffers.push(copy.buffer as ArrayBuffer)
    return copy as Buffer
  }
  const attachments = parsed.mail.attachments.map((attachment) => ({ ...attachment, bytes: own(attachment.bytes) }))
  return { message: { ...parsed, mail: { ...parsed.mail, attachments } }, buffers }
}
