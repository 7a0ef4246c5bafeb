import type { Generated } from 'kysely'
import type { At, Json } from './columns.ts'

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
export type WebhookDeliveryState = (typeof deliveryStates)[number]

export type WebhookTables = {
  webhooks: {
    id: Generated<number>
    url: string
    description: string
    events: string[]
    private: boolean
    secret: Buffer | null
    oldSecret: Buffer | null
    oldSecretUntil: Date | null
    failingSince: Date | null
    disabledAt: Date | null
    disabledWhy: string | null
    deletedAt: Date | null
    version: Generated<number>
    createdAt: At
  }
  webhookEvents: {
    id: Generated<number>
    messageId: Generated<string>
    type: string
    data: Json<unknown>
    at: At
    webhookId: number | null
    body: string | null
  }
  webhookDeliveries: {
    id: Generated<number>
    webhookId: number
    eventId: number
    state: Generated<WebhookDeliveryState>
    attempts: Generated<number>
    dueAt: At
    leaseUntil: Date | null
  }
  webhookAttempts: {
    id: Generated<number>
    deliveryId: number
    at: At
    status: number | null
    ms: number
    answer: string
    why: string
  }
}
