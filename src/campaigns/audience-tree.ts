/**
 * A point in time: a day ('2026-03-01', by the period's zone), an instant ('2026-03-01T08:00:00Z'), or so many times
 * 24 hours before the moment of counting.
 */
export type When = string | Readonly<{ daysAgo: number }>

/**
 * From `from` on and before `to`; a day as `to` is inside to its end. Days are days of `zone` (IANA), else UTC. A side
 * that is left out has no end.
 */
export type Period = Readonly<{ from?: When | undefined; to?: When | undefined; zone?: string | undefined }>

/** By the shop's own id of a product, or the name of a category. */
export type What = Readonly<{ product: string }> | Readonly<{ category: string }>

export type Spent = Readonly<{ minMinor?: number | undefined; maxMinor?: number | undefined; currency: string }>
export type Orders = Readonly<{ min?: number | undefined; max?: number | undefined }>

/** One thing that is so or not so of a person. */
export type Clause =
  | Readonly<{ bought: What & Period }>
  | Readonly<{ viewed: What & Period }>
  | Readonly<{ lastVisit: Period }>
  | Readonly<{ spent: Spent & Period }>
  | Readonly<{ orders: Orders & Period }>
  | Readonly<{ onList: string }>
  | Readonly<{ inClass: string }>
  | Readonly<{ hasCertificate: boolean }>
  | Readonly<{ country: string }>
  | Readonly<{ language: string }>
  | Readonly<{ registered: Period }>
  | Readonly<{ openIssue: boolean }>
  | Readonly<{ received: number }>
  | Readonly<{ people: readonly number[] }>

/**
 * Whom a campaign goes to: a typed tree, never SQL (campaigns.md R16). People with an open issue are left out unless
 * the tree says something of open issues itself.
 */
export type Audience =
  | Clause
  | Readonly<{ all: readonly Audience[] }>
  | Readonly<{ any: readonly Audience[] }>
  | Readonly<{ not: Audience }>

/** A row of an audience; texts are '' where nothing is known. */
export type Member = Readonly<{
  shopUserId: number | null
  /** Null: a registered user who has no user identification record yet. */
  userIdentificationId: number | null
  address: string
  addressKey: string
  firstNames: string
  lastName: string
  country: string
  language: string
}>
