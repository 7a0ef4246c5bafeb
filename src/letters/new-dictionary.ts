import { isLanguageCode, type NewDictionary } from '../desk/dictionaries.ts'
import type { Speller } from './speller.ts'

const most = { aff: 4 << 20, dic: 16 << 20 } // bytes
const mostMemory = 150 << 20
const mostMs = 2000

type Uploaded = Readonly<{ language: string; aff: Buffer; dic: Buffer }>

/**
 * An uploaded dictionary that was loaded, asked and measured, ready to be installed; or why it cannot be. Budgets of
 * the design: 2 s, on a machine that is not busy, and 150 MB.
 */
export async function examined(
  speller: Speller,
  { language, aff, dic }: Uploaded,
): Promise<NewDictionary | { problem: string }> {
  if (!isLanguageCode(language))
    return { problem: `“${language.slice(0, 20)}” is no language: write a code like de or pt-BR.` }
  if (aff.length === 0 || dic.length === 0) return { problem: 'Choose both files: the .aff and the .dic.' }
  for (const [name, bytes] of [
    ['.aff', aff],
    ['.dic', dic],
  ] as const)
    if (bytes.length > most[name === '.aff' ? 'aff' : 'dic'])
      return { problem: `The ${name} file has ${bytes.length >> 20} MiB: that is no dictionary for letters.` }
  const tried = await speller.tryOut(aff, dic)
  if ('trouble' in tried) return { problem: `These files are no dictionary that can be used: ${tried.trouble}.` }
  const { words, memoryBytes, ms: loadMs } = tried
  if (memoryBytes > mostMemory)
    return { problem: `It takes ${memoryBytes >> 20} MiB of memory: at most ${mostMemory >> 20}.` }
  if (loadMs > mostMs * 4) return { problem: `It takes ${loadMs} ms to load: at most ${mostMs}.` }
  return { language, aff, dic, words, memoryBytes, loadMs }
}
