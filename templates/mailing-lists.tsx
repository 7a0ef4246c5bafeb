import type { MailingList } from '../src/people/mailing-lists.ts'
import { Check } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Mailbox = Readonly<{ id: number; address: string }>
export type TypedList = Readonly<{ slug: string; name: string; description: string; problem: string }>

type ListsProps = Readonly<{
  ui: Ui
  lists: readonly MailingList[]
  mailboxes: readonly Mailbox[]
  typed?: TypedList | undefined
}>

/** All lists with their numbers, and a form for another one. */
export function MailingListsPage({ ui, lists, mailboxes, typed }: ListsProps) {
  const words = ui.words.lists
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet measure">{words.lead}</p>
      {lists.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>{words.name}</th>
              <th class="wide-only">{words.slug}</th>
              <th class="number">{words.states.confirmed}</th>
              <th class="number wide-only">{words.states.unproven}</th>
              <th class="number wide-only">{words.states.pending}</th>
            </tr>
          </thead>
          <tbody>
            {lists.map((list) => (
              <tr>
                <td>
                  <a href={ui.url(`/lists/${list.slug}`)}>{list.name}</a>{' '}
                  {list.archived && <span class="quiet">{words.archived}</span>}
                </td>
                <td class="wide-only">{list.slug}</td>
                <td class="number">{ui.dates.number(list.members.confirmed)}</td>
                <td class="number wide-only">{ui.dates.number(list.members.unproven)}</td>
                <td class="number wide-only">{ui.dates.number(list.members.pending)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="hint">{words.importHint}</p>
      {ui.may('consent') && (
        <section>
          <h2>{words.add}</h2>
          <ListForm ui={ui} mailboxes={mailboxes} typed={typed} />
        </section>
      )}
    </main>
  )
}

type FormProps = Readonly<{
  ui: Ui
  mailboxes: readonly Mailbox[]
  list?: MailingList
  typed?: TypedList | undefined
}>

export function ListForm({ ui, mailboxes, list, typed }: FormProps) {
  const words = ui.words.lists
  return (
    <form class="settings-form" method="post" action={ui.url(list ? `/lists/${list.slug}` : '/lists')}>
      {typed && (
        <p class="error" role="alert">
          {icon('circle-alert')} {typed.problem}
        </p>
      )}
      <Field label={words.name} name="name" value={typed?.name ?? list?.name} hint={words.nameHint} required />
      {!list && <Field label={words.slug} name="slug" value={typed?.slug} hint={words.slugHint} required />}
      <div class="field">
        <label for="description">{words.description}</label>
        <textarea id="description" name="description" rows={2} maxlength={500}>
          {`\n${typed?.description ?? list?.description ?? ''}`}
        </textarea>
      </div>
      <div class="field">
        <label for="mailboxId">{words.mailbox}</label>
        <select id="mailboxId" name="mailboxId">
          <option value="">{words.firstMailbox}</option>
          {mailboxes.map(({ id, address }) => (
            <option value={String(id)} selected={list?.mailboxId === id}>
              {address}
            </option>
          ))}
        </select>
      </div>
      <Check
        label={words.doubleOptIn}
        name="doubleOptIn"
        checked={list?.doubleOptIn ?? true}
        hint={words.doubleOptInHint}
      />
      <Check label={words.offered} name="offered" checked={list?.offered ?? false} />
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {list ? words.save : words.create}
        </button>
      </div>
    </form>
  )
}

/** Archive or restore, and whether members without evidence count: an admin's word. */
export function ListDeeds({ ui, list }: { ui: Ui; list: MailingList }) {
  const words = ui.words.lists
  const path = `/lists/${list.slug}`
  return (
    <>
      <section class="person-edit">
        <h3 class="small-head">{words.unproven}</h3>
        <p>{list.acceptsUnproven ? words.unprovenOn : words.unprovenOff}</p>
        {ui.may('settings') && (
          <PostButton action={ui.url(`${path}/unproven`)} values={{ accept: list.acceptsUnproven ? 'no' : 'yes' }}>
            {list.acceptsUnproven ? words.refuse : words.accept}
          </PostButton>
        )}
      </section>
      {ui.may('consent') && (
        <PostButton action={ui.url(`${path}/archive`)} values={{ archived: list.archived ? 'no' : 'yes' }}>
          {icon('archive')} {list.archived ? words.restore : words.archive}
        </PostButton>
      )}
    </>
  )
}
