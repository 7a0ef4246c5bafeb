/** The table of migrations/0040-start.sql. */
export type StartTables = {
  importedRows: { source: string; kind: 'person' | 'issue' | 'entry'; externalId: string; rowId: number }
}
