import { setTimeout as sleep } from 'node:timers/promises'
import { startWorker, type Worker } from '../jobs/queue.ts'
import { startSigner } from '../letters/dkim-sign.ts'
import { currentPauses } from '../letters/pauses.ts'
import { routesOf } from '../letters/relays.ts'
import { startTraffic } from '../letters/traffic.ts'
import { isRealOne } from '../settings/instance.ts'
import { keepHouse } from './housekeeping.ts'
import { startLanes } from './lanes.ts'
import { runningCampaigns } from './running.ts'
import { type Sender, startSender } from './sender.ts'
import type { Campaigns } from './sending.ts'

/**
 * Runs campaigns: starts what is due, chooses recipients, sends, sweeps, ends; any number of workers at once, who meet
 * in the database alone (campaigns.md 5.3). Nothing is sent from a copy of the database. `stop()` leaves nothing
 * uncertain: what the relay has not begun to take waits on, what is on its way is waited for.
 */
export function startCampaigns(campaigns: Campaigns): Worker {
  const { db, config, secrets, instance, log, stopPatience = 20_000 } = campaigns
  const traffic = campaigns.traffic ?? startTraffic(db)
  const signer = startSigner({ db, secrets, log })
  const senders = new Map<number, Sender>()
  const lanes = startLanes(traffic, campaigns.timeouts)
  const resting = new Map<number, Rest>()
  let kept = 0
  let stopping = false

  async function round(): Promise<boolean> {
    if (!(await isRealOne(db, instance))) return false
    if (Date.now() - kept > 700) {
      await keepHouse(db, { secrets, config })
      kept = Date.now()
    }
    const running = await runningCampaigns(db)
    for (const [id, sender] of senders) if (!running.some((one) => one.id === id)) sender.halt()
    if (running.length === 0) return false
    const [routes, pauses] = await Promise.all([routesOf(db, { config, secrets }), currentPauses(db)])
    for (const campaign of running) {
      const relay = routes.find(({ mailboxIds }) => mailboxIds.includes(campaign.mailboxId))?.relay
      if (!relay || pauses.some(({ key }) => key === relay.key)) senders.get(campaign.id)?.halt()
      else if (senders.has(campaign.id)) senders.get(campaign.id)!.tell(pauses)
      else if (!stopping && (resting.get(campaign.id)?.until ?? 0) <= Date.now())
        launch(startSender(campaigns, { lanes, signer }, { campaign, relay, pauses }), campaign.id)
    }
    return false
  }

  function launch(sender: Sender, id: number) {
    senders.set(id, sender)
    void sender.ended
      .catch((error: unknown) => {
        log.error({ campaign: id, error: String(error) }, 'a campaign’s sending stopped')
        return { trouble: true, tried: 0 }
      })
      .then(({ trouble, tried }) => {
        senders.delete(id)
        if (trouble) resting.set(id, longerRest(resting.get(id)))
        else resting.delete(id)
        if (tried > 0) worker.wake()
      })
  }

  const worker = startWorker(round, (error) => log.error({ error: String(error) }, 'campaigns could not be looked at'))
  return {
    ...worker,
    async stop() {
      stopping = true
      const ends = [...senders.values()].map((sender) => sender.ended)
      for (const sender of senders.values()) sender.halt()
      await worker.stop()
      await settled(ends, stopPatience)
      lanes.stop()
      await settled(ends, recordPatience)
      if (!campaigns.traffic) traffic.stop()
      await signer.stop()
    },
  }
}

type Rest = Readonly<{ until: number; step: number }>

/** A relay that is away is asked again after 1 s, then twice as long, a minute at most. */
function longerRest(before: Rest | undefined): Rest {
  const step = Math.min((before?.step ?? 500) * 2, 60_000)
  return { until: Date.now() + step, step }
}

/** What is broken off has this long to be written down. */
const recordPatience = 5_000

async function settled(ends: readonly Promise<unknown>[], ms: number): Promise<void> {
  const over = new AbortController()
  await Promise.race([Promise.allSettled(ends), sleep(ms, undefined, { signal: over.signal }).catch(() => undefined)])
  over.abort()
}
