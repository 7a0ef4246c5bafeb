import { Initials } from './fields.tsx'

/** The answers to an @, for mentions.js to show below the field. */
export function MentionItems({ reps }: { reps: readonly { name: string; email: string }[] }) {
  return (
    <>
      {reps.map(({ name, email }) => (
        <button type="button" role="option" aria-selected="false" tabindex={-1} data-name={name}>
          <Initials name={name} small /> <span>{name}</span> <span class="quiet">{email}</span>
        </button>
      ))}
    </>
  )
}
