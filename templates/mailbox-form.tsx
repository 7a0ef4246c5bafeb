import type { ImapAuth, ProcessedDeed, TlsMode } from '../src/database/tables-mailboxes.ts'
import { Check, Radios } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What the form shows, as typed. Secrets are never among it. */
export type MailboxForm = Readonly<{
  address: string
  name: string
  defaultTypes: string
  reopenDays: string
  bySmtp: boolean
  trustedAuthservId: string
  imap: boolean
  host: string
  port: string
  tls: TlsMode
  user: string
  auth: ImapAuth
  tokenUrl: string
  folder: string
  processed: ProcessedDeed
  moveTo: string
  takeOld: boolean
  version: number
}>

export type FormProps = {
  ui: Ui
  /** Undefined for a new one. */
  id?: number | undefined
  values: MailboxForm
  faults: Readonly<Record<string, string>>
  /** A credential is stored already. */
  stored: boolean
}

/** Everything an admin sets of a mailbox; parts that a choice makes needless hide themselves, without script. */
export function MailboxFields(props: FormProps) {
  const { ui, id, values, faults } = props
  const words = ui.words.mailboxes
  const count = Object.keys(faults).length
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/mailboxes${id === undefined ? '' : `/${id}`}`)}>
      <input type="hidden" name="version" value={String(values.version)} />
      {count > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(count)}
        </p>
      )}
      <Basics {...props} />
      <fieldset class="settings-part">
        <legend>{words.arrives}</legend>
        <Check label={words.smtp} name="bySmtp" checked={values.bySmtp} hint={words.smtpHint} error={faults.bySmtp} />
        <Check label={words.imap} name="imap" checked={values.imap} hint={words.imapHint} />
        <div class="if-imap">
          <Account {...props} />
        </div>
      </fieldset>
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {id === undefined ? words.create : words.save}
        </button>
        <a class="button quiet-button" href={ui.url('/settings/mailboxes')}>
          {words.back}
        </a>
      </div>
    </form>
  )
}

function Basics({ ui, values, faults }: FormProps) {
  const words = ui.words.mailboxes
  return (
    <div class="settings-grid">
      <Field
        label={words.address}
        name="address"
        type="email"
        value={values.address}
        hint={words.addressHint}
        error={faults.address}
        required
      />
      <Field label={words.name} name="name" value={values.name} hint={words.nameHint} error={faults.name} />
      <Field
        label={words.defaultTypes}
        name="defaultTypes"
        value={values.defaultTypes}
        hint={words.defaultTypesHint}
        error={faults.defaultTypes}
      />
      <Field
        label={words.reopenDays}
        name="reopenDays"
        value={values.reopenDays}
        hint={words.reopenDaysHint}
        error={faults.reopenDays}
      />
    </div>
  )
}

function Account(props: FormProps) {
  const { ui, values, faults } = props
  const words = ui.words.mailboxes
  const field = (name: 'host' | 'port' | 'user' | 'folder' | 'moveTo') => (
    <Field label={words[name]} name={name} value={values[name]} error={faults[name]} autocomplete="off" />
  )
  return (
    <>
      <div class="settings-grid">
        {field('host')}
        {field('port')}
        {field('user')}
        {field('folder')}
      </div>
      <Radios label={words.tls} name="tls" value={values.tls} options={words.tlsModes} error={faults.tls} />
      <Radios label={words.auth} name="auth" value={values.auth} options={words.auths} error={faults.auth} />
      <Secrets {...props} />
      <Check label={words.takeOld} name="takeOld" checked={values.takeOld} />
      <Radios label={words.processed} name="processed" value={values.processed} options={words.processedDeeds} />
      <div class="if-move">{field('moveTo')}</div>
      <Field
        label={words.authserv}
        name="trustedAuthservId"
        value={values.trustedAuthservId}
        hint={words.authservHint}
        error={faults.trustedAuthservId}
      />
    </>
  )
}

/** Never filled in: what is stored stays where nothing is typed. */
function Secrets({ ui, values, faults, stored }: FormProps) {
  const words = ui.words.mailboxes
  const hint = stored ? words.kept : words.sealed
  const secret = (name: 'password' | 'clientSecret' | 'refreshToken') => (
    <Field
      label={words[name]}
      name={name}
      type="password"
      hint={hint}
      error={faults[name]}
      autocomplete="new-password"
    />
  )
  return (
    <>
      <div class="if-password settings-grid">{secret('password')}</div>
      <div class="if-oauth">
        <p class="hint">{words.oauthHint}</p>
        <div class="settings-grid">
          <Field label={words.clientId} name="clientId" error={faults.clientId} hint={hint} autocomplete="off" />
          {secret('clientSecret')}
          {secret('refreshToken')}
          <Field
            label={words.tokenUrl}
            name="tokenUrl"
            value={values.tokenUrl}
            hint={words.tokenUrlHint}
            error={faults.tokenUrl}
          />
        </div>
      </div>
    </>
  )
}
