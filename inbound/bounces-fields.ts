import type { RecipientReport } from '../src/mail/report.ts'

/** The fields of one recipient, as RFC 3464 2.3 names them; by lower-case name. */
export type RecipientBlock = Readonly<Record<string, string>>

const names =
  /^[ \t]{0,4}(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|last-attempt-date|will-retry-until|x-supplementary-info|x-display-name|x-powermta-bouncecategory)\s*:\s*(.*)$/i
const blocksLimit = 200

/**
 * The recipient blocks of a delivery-status part (RFC 3464), or of a text that holds such fields. Blocks are never
 * merged: a field that comes again, or an address after one, begins the next.
 */
export function recipientBlocks(text: string): RecipientBlock[] {
  const blocks: Record<string, string>[] = []
  let block: Record<string, string> = {}
  let last = ''
  const end = () => {
    if (Object.keys(block).length > 0 && blocks.length < blocksLimit) blocks.push(block)
    block = {}
  }
  for (const line of text.split('\n')) {
    const match = names.exec(line)
    if (match) {
      last = match[1]!.toLowerCase()
      if (last in block) end()
      block[last] = match[2]!.trim()
    } else if (last && /^[ \t]+\S/.test(line)) block[last] = `${block[last]} ${line.trim()}`.slice(0, 4000)
    else if (last === 'diagnostic-code' && /^[45]\d\d[ -]/.test(line))
      // Some servers forget to fold a reply of several lines.
      block[last] = `${block[last]} ${line.trim()}`.slice(0, 4000)
    else last = ''
    if (!line.trim() && isComplete(block) && hasAddress(block)) end()
  }
  end()
  return joinHalves(blocks)
}

const hasAddress = (block: RecipientBlock) => 'final-recipient' in block || 'original-recipient' in block
const isComplete = (block: RecipientBlock) => hasAddress(block) && ('action' in block || 'status' in block)

/** A blank line within a block parts it from its address: what has none belongs to the address before, or behind. */
function joinHalves(blocks: readonly RecipientBlock[]): RecipientBlock[] {
  const joined: RecipientBlock[] = []
  let pending: RecipientBlock = {}
  for (const block of blocks) {
    const before = joined.at(-1)
    if (hasAddress(block)) {
      joined.push({ ...pending, ...block })
      pending = {}
    } else if (before && !Object.keys(block).some((name) => name in before))
      joined[joined.length - 1] = { ...before, ...block }
    else pending = { ...pending, ...block }
  }
  return joined
}

/** "rfc822; <ada@x.example>" to the address alone; the one that we wrote to where the report tells it. */
export function blockAddress(block: RecipientBlock): string {
  const bare = (value: string | undefined) =>
    (value ?? '')
      .replace(/^\s*[\w-]+\s*;/, '')
      .replace(/[<>"\s]/g, '')
      .slice(0, 320)
  const original = bare(block['original-recipient'])
  return original.includes('@') ? original : bare(block['final-recipient']) || original
}

/** RFC 3464 2.3.3; what is expanded or handed on has arrived as far as we are concerned. */
export function blockAction(block: RecipientBlock): RecipientReport['action'] {
  const action = (block.action ?? '').trim().toLowerCase()
  if (/^(?:delivered|relayed|expanded|deliverable)/.test(action)) return 'delivered'
  if (action.startsWith('delayed')) return 'delayed'
  return action === '' && /^2\./.test(block.status ?? '') ? 'delivered' : 'failed'
}
