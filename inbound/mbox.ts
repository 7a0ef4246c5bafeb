import { createReadStream } from 'node:fs'

/**
 * The mails of an mbox file, one in memory at a time: a line `From ` behind an empty one (or at the start) begins the
 * next. One `>` is taken off lines that mbox writers put it on (mboxrd; a mail written as mboxo loses one of its own).
 */
export async function* readMbox(path: string): AsyncIterable<Buffer> {
  let lines: Buffer[] = []
  let blank = true
  for await (const line of linesOf(path)) {
    if (blank && line.subarray(0, 5).toString('latin1') === 'From ') {
      if (lines.length > 0) yield joined(lines)
      lines = []
    } else lines.push(unquoted(line))
    blank = line.length <= 2 && (line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a))
  }
  if (lines.length > 0) yield joined(lines)
}

/** Without the empty line that the format itself puts before the next mail. */
function joined(lines: Buffer[]): Buffer {
  const last = lines.at(-1)!
  const separator = lines.length > 1 && last.length <= 2 && (last[0] === 0x0a || last[0] === 0x0d)
  return Buffer.concat(separator ? lines.slice(0, -1) : lines)
}

function unquoted(line: Buffer): Buffer {
  return line[0] === 0x3e && /^>+From /.test(line.subarray(0, 100).toString('latin1')) ? line.subarray(1) : line
}

async function* linesOf(path: string): AsyncIterable<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let newline = chunk.indexOf(0x0a); newline >= 0; newline = chunk.indexOf(0x0a, start)) {
      const end = chunk.subarray(start, newline + 1)
      yield rest.length > 0 ? Buffer.concat([...rest, end]) : end
      rest = []
      start = newline + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}
