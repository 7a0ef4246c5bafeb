import type { PropsWithChildren } from 'hono/jsx'
import type { Deed } from '../src/reps/roles.ts'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Entry = Readonly<{ path: string; icon: IconName; name: string; hint: string; deed: Deed }>
type Part = Readonly<{ name: string; entries: readonly Entry[] }>

/** Every page of settings that this reader may open, in parts. */
function settingsParts(ui: Ui): Part[] {
  return [...ownAndMail(ui), ...listsAndAccess(ui)]
    .map((part) => ({ ...part, entries: part.entries.filter(({ deed }) => ui.may(deed)) }))
    .filter(({ entries }) => entries.length > 0)
}

function ownAndMail(ui: Ui): Part[] {
  const { settingsNav: words, account, mailboxes, acknowledgements, senders } = ui.words
  return [
    {
      name: words.you,
      entries: [
        entry('/account', 'user', account.title, words.hints.account, 'read'),
        entry('/account/signature', 'pen-line', ui.words.signatures.own, ui.words.signatures.ownLead, 'read'),
        entry('/account/keys', 'keyboard', ui.words.ownKeys.title, ui.words.ownKeys.hint, 'read'),
      ],
    },
    {
      name: words.mail,
      entries: [
        entry('/settings/mailboxes', 'at-sign', mailboxes.menu, words.hints.mailboxes),
        entry('/settings/signatures', 'pen-line', ui.words.signatures.title, ui.words.signatures.lead),
        entry('/settings/acknowledgements', 'reply', acknowledgements.title, words.hints.acknowledgements),
        entry('/settings/spelling', 'spell-check', ui.words.spelling.menu, ui.words.spelling.lead),
        entry('/settings/relays', 'send', ui.words.relays.menu, ui.words.relays.hint),
        entry('/settings/domains', 'key-round', ui.words.domains.menu, ui.words.domains.hint),
        entry('/settings/canned', 'text-quote', ui.words.canned.menu, ui.words.canned.hint, 'read'),
        entry('/settings/contact-forms', 'mail', ui.words.contactForms.menu, ui.words.contactForms.hint),
        entry('/settings/automatic', 'bot', ui.words.automatic.title, ui.words.automatic.hint),
        entry('/settings/csat', 'circle-check', ui.words.csat.title, ui.words.csat.hint),
        entry('/lists', 'list-checks', ui.words.lists.title, ui.words.lists.lead, 'read'),
        entry('/settings/suppressions', 'mail-x', ui.words.suppressions.menu, ui.words.suppressions.lead, 'read'),
        entry('/settings/bulk-sender', 'map-pin', ui.words.bulkSender.title, ui.words.bulkSender.hint),
        entry('/settings/senders', 'shield-check', senders.menu, words.hints.senders, 'read'),
      ],
    },
  ]
}

function listsAndAccess(ui: Ui): Part[] {
  const { settingsNav: words, staff, ways_in, keys, picklists, settingsHistory } = ui.words
  return [
    {
      name: picklists.part,
      entries: [
        entry('/settings/picklists', 'list-checks', picklists.menu, picklists.hint),
        entry('/settings/hours', 'alarm-clock', ui.words.hours.title, ui.words.hours.hint),
        entry('/settings/shop-rules', 'package', ui.words.shopRules.title, ui.words.shopRules.hint),
        entry('/settings/start', 'flag', ui.words.start.title, ui.words.start.hint),
        entry('/shop/import', 'download', ui.words.shopImport.menu, ui.words.shopImport.lead, 'people'),
        entry('/settings/postal-codes', 'map-pin', ui.words.postalCodes.title, ui.words.postalCodes.lead),
        entry('/settings/gift-programs', 'hand-coins', ui.words.giftPrograms.title, ui.words.giftPrograms.hint),
        entry('/settings/deleted', 'trash-2', ui.words.deleted.title, ui.words.deleted.lead),
        entry('/settings/keeping', 'inbox', ui.words.keeping.title, ui.words.keeping.menuHint),
        entry('/settings/history', 'history', settingsHistory.menu, settingsHistory.lead),
      ],
    },
    {
      name: words.access,
      entries: [
        entry('/settings/groups', 'users', ui.words.groups.title, ui.words.groups.lead),
        entry('/settings/staff', 'users', staff.menu, words.hints.staff),
        entry('/settings/sign-in', 'log-in', ways_in.menu, words.hints.signIn),
        entry('/settings/api-keys', 'key-round', keys.menu, words.hints.keys),
        entry('/settings/webhooks', 'bell', ui.words.webhooks.menu, ui.words.webhooks.hint),
        entry('/settings/audit', 'history', ui.words.audit.title, ui.words.audit.hint),
      ],
    },
  ]
}

function entry(path: string, name: IconName, text: string, hint: string, deed: Deed = 'settings'): Entry {
  return { path, icon: name, name: text, hint, deed }
}

/** The side list of settings beside a page of them; pages of other matters stay as they are. */
export function SettingsFrame({ ui, children }: PropsWithChildren<{ ui: Ui }>) {
  if (!/^\/(settings|account)(\/|\?|$)/.test(ui.here)) return <>{children}</>
  return (
    <div class="settings-frame">
      <nav class="settings-nav" aria-label={ui.words.settingsNav.label}>
        {settingsParts(ui).map((part) => (
          <div class="settings-nav-part">
            <p class="settings-nav-head">{part.name}</p>
            {part.entries.map((entry) => (
              <a class="rail-link" href={ui.url(entry.path)} aria-current={isHere(ui, entry.path) ? 'page' : undefined}>
                {icon(entry.icon)}
                <span>{entry.name}</span>
              </a>
            ))}
          </div>
        ))}
      </nav>
      {children}
    </div>
  )
}

/** The account is the beginning of other pages' addresses, which are no part of it. */
function isHere({ here }: Ui, path: string): boolean {
  const at = here.split('?')[0]!
  return at === path || (path !== '/account' && at.startsWith(`${path}/`))
}

/** All of them with a line each. */
export function SettingsPage({ ui }: { ui: Ui }) {
  const words = ui.words.settingsNav
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </header>
      {settingsParts(ui).map((part) => (
        <section class="settings-index">
          <h2>{part.name}</h2>
          <ul class="ledger">
            {part.entries.map((entry) => (
              <li class="ledger-item">
                {icon(entry.icon)}
                <div class="ledger-main">
                  <p class="ledger-top">
                    <a href={ui.url(entry.path)}>
                      <strong>{entry.name}</strong>
                    </a>
                  </p>
                  <p class="quiet">{entry.hint}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}
