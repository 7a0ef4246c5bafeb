import type { Generated } from 'kysely'
import type { At } from './columns.ts'

export const signInWays = ['password', 'second_step', 'provider'] as const
export type SignInWay = (typeof signInWays)[number]

export type SignInsTable = {
  id: Generated<string>
  at: At
  repId: number | null
  way: SignInWay
  outcome: string
  ip: string
  device: string
}
