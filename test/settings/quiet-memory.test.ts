import { expect, test, vi } from 'vitest'
import { startQuietMemory } from '../../src/settings/quiet-memory.ts'

const megabyte = 1 << 20

test('what an idle process has grown by is collected once, and again when it has grown again', async () => {
  const sizes = [150, 140, 141, 190, 145, 150, 150]
  const collectedAt: number[] = []
  let looks = 0
  const { stop } = startQuietMemory({
    every: 1,
    atMostBusy: 1,
    grown: 32 * megabyte,
    resident: () => (sizes[looks++] ?? 150) * megabyte,
    collect: () => collectedAt.push(looks),
  })
  await vi.waitFor(() => expect(looks).toBeGreaterThan(sizes.length), { timeout: 20_000 })
  await stop()
  expect(collectedAt).toEqual([1, 4])
})

test('a process at work is left alone', async () => {
  let looks = 0
  let collections = 0
  const { stop } = startQuietMemory({
    every: 1,
    atMostBusy: -1,
    resident: () => ++looks * 64 * megabyte,
    collect: () => collections++,
  })
  await vi.waitFor(() => expect(looks).toBeGreaterThan(3), { timeout: 20_000 })
  await stop()
  expect(collections).toBe(0)
})
