import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import type { MailboxLine } from '../mail/mailboxes.ts'

/** What the menus of a list and of an issue offer: what is in use, each in its order. */
export type Menus = Readonly<{
  types: string[]
  groups: string[]
  reps: { id: number; name: string }[]
  mailboxes: Pick<MailboxLine, 'id' | 'address' | 'addressKey'>[]
}>

/** Four short lists in one statement, since every list and every issue shows them. */
export async function readMenus(db: Db): Promise<Menus> {
  const { rows } = await sql<Menus>`${kept}
    select
      array(select label from picklist_items where picklist = 'issue_type' and retired_at is null order by position, id) as types,
      array(select name from groups where retired_at is null order by name) as groups,
      coalesce((select json_agg(json_build_object('id', id, 'name', name) order by name)
        from reps where deactivated_at is null), '[]') as reps,
      coalesce((select json_agg(json_build_object('id', id, 'address', address, 'addressKey', address_key) order by id)
        from mailboxes where deleted_at is null), '[]') as mailboxes`.execute(db)
  return rows[0]!
}
