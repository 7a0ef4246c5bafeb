import type { Child, PropsWithChildren } from 'hono/jsx'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type FieldProps = {
  label: string
  name: string
  value?: string | undefined
  type?: 'text' | 'email' | 'password' | 'tel' | 'search'
  hint?: string | undefined
  error?: string | undefined
  autocomplete?: string
  required?: boolean
  autofocus?: boolean
}

/** A labelled input; hint below, an error in place with its remedy. What was typed stays (but for passwords). */
export function Field({ label, name, value, type = 'text', hint, error, ...rest }: FieldProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={type === 'password' ? undefined : value}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
        {...rest}
      />
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}

/** A form that is one button: every change of state is a post. */
export function PostButton(
  props: PropsWithChildren<{
    action: string
    class?: string
    values?: Readonly<Record<string, string | number>>
    key_?: string
    label?: string
    quiet?: boolean
  }>,
) {
  const { action, values = {}, key_, label, quiet, children } = props
  return (
    <form method="post" action={action} class="inline" {...(quiet ? quietForm(action) : {})}>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <button type="submit" class={props.class ?? 'button'} data-key={key_} aria-label={label} title={label}>
        {children}
      </button>
    </form>
  )
}

/**
 * With script a form of an issue posts in place: the answer brings the parts that changed. Its target is the body, which
 * stays: htmx drops an answer whose target has gone, and a live update may replace the form while it is on its way.
 */
export function quietForm(action: string) {
  return { 'hx-post': action, 'hx-swap': 'none', 'hx-target': 'body' }
}

/** A button that opens a panel below itself, without script. */
export function Popover(
  props: PropsWithChildren<{ label: Child; title: string; class?: string; key_?: string; align?: 'right' }>,
) {
  return (
    <details class={`pop ${props.class ?? ''} ${props.align ?? ''}`.trim()}>
      <summary class="button" title={props.title} data-key={props.key_}>
        {props.label}
      </summary>
      <div class="pop-panel">{props.children}</div>
    </details>
  )
}

/** A time as people say it, with the exact one in its title; app.js keeps it fresh. */
export function Time({ ui, at }: { ui: Ui; at: Date }) {
  return (
    <time datetime={at.toISOString()} title={ui.dates.full(at)}>
      {ui.dates.relative(at)}
    </time>
  )
}

export function Chip({ name, children }: PropsWithChildren<{ name?: IconName }>) {
  return (
    <span class="chip">
      {name && icon(name)}
      {children}
    </span>
  )
}

/** Two letters for a person, beside the full name in the title. */
export function Initials({ name, small }: { name: string; small?: boolean }) {
  const parts = name.trim().split(/[\s@.]+/)
  const first = (part = '') => [...part.slice(0, 2)][0] ?? ''
  const letters = (first(parts[0]) + (parts.length > 1 ? first(parts.at(-1)) : '')).toUpperCase()
  return (
    <span class={small ? 'initials small' : 'initials'} title={name} aria-hidden="true">
      {letters || '?'}
    </span>
  )
}
