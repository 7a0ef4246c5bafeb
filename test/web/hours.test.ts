import { expect, test } from 'vitest'
import { recomputeTimes } from '../../src/desk/recompute-times.ts'
import { anIssue } from '../support/desk.ts'
import { addRep, cookieOf, form, password, testDesk } from './desk.ts'

const week = {
  monday: '9-12:30, 13:30-18',
  tuesday: '9-18',
  wednesday: '',
  thursday: '',
  friday: '',
  saturday: '',
  sunday: '',
}

test('hours are set for the desk and for a mailbox, say that times are recomputed, and are undone', async () => {
  const desk = await testDesk()
  try {
    const cookie = await cookieOf(desk)
    await anIssue(desk.db)
    const post = (path: string, fields: Record<string, string>) => desk.app.request(path, form(cookie, fields))
    const shown = async (path = '') =>
      (await desk.app.request(`/settings/hours${path}`, { headers: { cookie } })).text()
    const set = await post('/settings/hours', { ...week, zone: 'Asia/Kathmandu', holidays: '2026-12-25\r\n2026-12-24' })
    expect(set.status).toBe(303)
    const done = new URL(set.headers.get('location')!, 'http://x').searchParams.get('done')
    expect(await shown()).toMatch(/value="09:00-12:30, 13:30-18:00"[\s\S]*2026-12-24\n2026-12-25/)
    expect(await shown()).toContain('being recomputed')
    await recomputeTimes(desk.db)
    expect(await shown()).not.toContain('being recomputed')
    expect((await post('/settings/hours', { ...week, zone: 'Mars/Olympus' })).status).toBe(422)
    const wrong = await post('/settings/hours', { ...week, friday: 'late', zone: 'UTC', holidays: '' })
    expect([wrong.status, (await wrong.text()).includes('“late” is no opening hours')]).toEqual([422, true])
    await post('/settings/hours/1', { ...week, monday: '0-24', whose: 'own' })
    expect(await shown()).toContain('Mon 00:00-24:00 · Tue 09:00-18:00')
    expect((await post('/settings/hours/99', { ...week, whose: 'own' })).status).toBe(404)
    await post('/settings/hours/1', { whose: 'desk' })
    expect(await shown()).toContain('as above')
    await post(`/undo/${done}`, {})
    expect(await shown()).toContain('value="00:00-24:00"')
    await addRep(desk.db, { name: 'Ro', email: 'ro@shop.test', password, role: 'rep' })
    const rep = await cookieOf(desk, 'ro@shop.test')
    expect((await desk.app.request('/settings/hours', { headers: { cookie: rep } })).status).toBe(403)
  } finally {
    await desk.stop()
  }
})
