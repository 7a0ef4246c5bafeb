import type { MailAddress } from '../../../src/database/tables.ts'

/** The shop's customers: none of them exists, and neither do their addresses (RFC 6761). */
export const customers = {
  ines: { name: 'Inés Castellano', address: 'ines.castellano@example.test' },
  tom: { name: 'Tom Whitfield', address: 'tom.whitfield@example.test' },
  hanna: { name: 'Hanna Brückner', address: 'hanna.brueckner@example.test' },
  lucie: { name: 'Lucie Marchand', address: 'lucie.marchand@example.test' },
  kenji: { name: '森田 健二', address: 'kenji.morita@example.test' },
  olga: { name: 'Olga Wiśniewska', address: 'olga.wisniewska@example.test' },
  sven: { name: 'Sven Åkerlund', address: 'sven.akerlund@example.test' },
  priya: { name: 'Priya Raman', address: 'priya.raman@example.test' },
  bea: { name: 'Beatriz Nogueira', address: 'bea.nogueira@example.test' },
  mrsoak: { name: 'Oakfield Class 3b', address: 'class3b@oakfield.example.test' },
  noah: { name: 'Noah Fairweather', address: 'noah.fairweather@example.test' },
  carol: { name: 'Carol Okafor', address: 'carol.okafor@example.test' },
  dirk: { name: 'Dirk van Houten', address: 'dirk.vanhouten@example.test' },
  museum: { name: 'Little Insect Museum', address: 'office@insect-museum.example' },
  parcel: { name: 'Snailpost Tracking', address: 'no-reply@snailpost.example' },
  sunny: { name: 'Sunny Alvarez', address: 'sunny@example.test' },
} satisfies Record<string, MailAddress>

export type CustomerName = keyof typeof customers
