import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** A file of a zip: `packed` deflates it. Its pieces are asked for one by one. */
export type ZipFile = Readonly<{
  name: string
  packed: boolean
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}>

/**
 * A zip file as a stream: a piece is read and packed when the reader asks for more, so that memory holds one piece
 * however large the whole. Ends early when the reader leaves.
 */
export function zipStream(files: AsyncIterable<ZipFile>): ReadableStream<Uint8Array> {
  const pieces = zipped(files)
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* zipped(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array, undefined> {
  const ready: Uint8Array[] = []
  let failure: Error | undefined
  const zip = new Zip((error, bytes) => {
    if (error) failure = error
    else ready.push(bytes)
  })
  function* taken() {
    if (failure) throw failure
    yield* ready.splice(0)
  }
  for await (const { name, packed, pieces } of files) {
    const file = packed ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name)
    zip.add(file)
    for await (const piece of pieces) {
      file.push(piece)
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  zip.end()
  yield* taken()
}
