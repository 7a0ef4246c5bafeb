import { icon } from './icon.tsx'

type Choice<T extends string> = {
  label: string
  name: string
  value: T
  options: Readonly<Record<T, string>>
  error?: string | undefined
}

/** One of a few, as radio buttons, so that all can be read at once. */
export function Radios<T extends string>({ label, name, value, options, error }: Choice<T>) {
  return (
    <fieldset class="choices" aria-describedby={error ? `${name}-error` : undefined}>
      <legend>{label}</legend>
      {(Object.entries(options) as [T, string][]).map(([option, text]) => (
        <label class="choice">
          <input type="radio" name={name} value={option} checked={option === value} /> {text}
        </label>
      ))}
      {error && (
        <p class="error" id={`${name}-error`}>
          {icon('circle-alert')} {error}
        </p>
      )}
    </fieldset>
  )
}

type CheckProps = { label: string; name: string; checked: boolean; hint?: string; error?: string | undefined }

/** Yes or no, with what it means below. */
export function Check({ label, name, checked, hint, error }: CheckProps) {
  return (
    <div class="check">
      <label class="choice">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          checked={checked}
          aria-describedby={hint ? `${name}-hint` : undefined}
        />{' '}
        {label}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error">
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}
