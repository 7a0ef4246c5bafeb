import { parentPort } from 'node:worker_threads'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import type { SigningKey } from './dkim-keys.ts'

/** The thread that signs letters. Started by dkim-sign.ts alone. */
export type ToSign = Readonly<{ bytes: Uint8Array; keys: readonly SigningKey[]; at: Date }>

/**
 * What a reader sees or a program acts on (RFC 6376 5.4.1), and all that makes one-click unsubscribing count (RFC 8058 4
 * wants both of its fields signed).
 */
const signedFields = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted', 'Precedence'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID'],
]

parentPort!.on('message', async ({ id, bytes, keys, at }: ToSign & { id: number }) => {
  try {
    const signatureData = keys.map(({ domain, selector, algorithm, privateKey }) => ({
      ...{ signingDomain: domain, selector, privateKey },
      algorithm: `${algorithm}-sha256` as const,
    }))
    const { signatures, errors } = await dkimSign(Buffer.from(bytes), {
      ...signatureData[0]!,
      canonicalization: 'relaxed/relaxed',
      signTime: at,
      headerList: signedFields,
      signatureData,
    })
    const fault = errors?.[0] && String(errors[0].err?.message ?? 'no signature')
    parentPort!.postMessage(signatures || !fault ? { id, lines: signatures } : { id, lines: '', error: fault })
  } catch (error) {
    parentPort!.postMessage({ id, lines: '', error: String(error) })
  }
})
