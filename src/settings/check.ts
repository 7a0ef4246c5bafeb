/** A fault comes with its remedy; `undefined` is sound. `tables`: says nothing before the schema is up to date. */
export type Check = Readonly<{ name: string; fault: () => Promise<string | undefined>; tables?: boolean }>
