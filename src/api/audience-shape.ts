import { z } from '@hono/zod-openapi'
import type { Audience } from '../campaigns/audience.ts'
import { audienceLimits, readAudience } from '../campaigns/audience-read.ts'

const { depth, clauses } = audienceLimits

/** A typed tree (contract.md): checked here whole, so that what is behind has no doubt of it. */
export const audienceShape = z
  .unknown()
  .superRefine((input, refusal) => {
    const read = readAudience(input)
    if ('faults' in read) for (const message of read.faults) refusal.addIssue({ code: 'custom', message })
  })
  .transform((input) => input as Audience)
  .openapi('Audience', {
    type: 'object',
    description: `One of {all: […]}, {any: […]}, {not: …} or a clause: {bought: {product | category, from?, to?, zone?}},
{viewed: …the same}, {lastVisit: {from?, to?, zone?}}, {spent: {minMinor?, maxMinor?, currency, from?, to?, zone?}},
{orders: {min?, max?, from?, to?, zone?}}, {onList: slug}, {inClass: name}, {hasCertificate: bool}, {country}, {language},
{registered: {from?, to?, zone?}}, {openIssue: bool}, {received: campaignId}, {people: [ids]}. At most ${depth} levels and
${clauses} clauses. Times are days (2026-03-01, of \`zone\`, else UTC; \`to\` to the day's end), instants, or {daysAgo: n}.
People with an open issue are left out unless the tree names openIssue.`,
  })
