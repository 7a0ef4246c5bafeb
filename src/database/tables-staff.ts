/** The tables of migrations/0017-staff.sql. */
export type StaffTables = {
  twoFactors: { userId: number; verified: boolean; failedVerificationCount: number; lockedUntil: Date | null }
  repLinks: RepLinksTable
  repVisits: { repId: number; seenAt: Date }
}

type RepLinksTable = { tokenHash: Buffer; repId: number; purpose: 'invite' | 'reset'; expiresAt: Date }
