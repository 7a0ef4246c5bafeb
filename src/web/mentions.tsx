import { Hono } from 'hono'
import { MentionItems } from '../../templates/mentions.tsx'
import { findMentionable } from '../desk/mentionable.ts'
import type { Desk, Web } from './desk.ts'

/** Colleagues whose name or address begins with what was typed after an @. */
export function mentionPages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().get('/mentions', async (c) => {
    const typed = (c.req.query('q') ?? '').slice(0, 100)
    return c.html(<MentionItems reps={await findMentionable(db, typed)} />)
  })
}
