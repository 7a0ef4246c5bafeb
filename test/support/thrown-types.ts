type Named = {
  name: string
}

interface Nothing {
  nothing: never
}

/** Throws in line 11. */
export function thrownIn(named: Named): Nothing {
  throw new Error(named.name)
}
