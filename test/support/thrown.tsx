// Run by test/loader.test.ts: says where it throws, in JSX after types, and in TypeScript.
import { thrownIn } from './thrown-types.ts'

type Props = {
  name?: { first: string }
}

interface Said {
  line: string
}

function Name({ name }: Props) {
  return (
    <p>
      <b>{name!.first}</b>
    </p>
  )
}

const said: Said[] = [() => String(<Name />), () => thrownIn({ name: 'x' })].map((deed) => ({ line: lineOf(deed) }))
process.stdout.write(`${said.map(({ line }) => line).join(' ')}\n`)

function lineOf(deed: () => unknown): string {
  try {
    return String(deed())
  } catch (error) {
    return /[\w-]+\.tsx?:\d+/.exec((error as Error).stack ?? '')?.[0] ?? 'nowhere'
  }
}
