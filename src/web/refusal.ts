/** Why a request is refused; the words of the page are templates/words' `refusals`. */
export type RefusalKind = 'foreign' | 'role' | 'missing' | 'too large' | 'bad input' | 'gone'

/** Thrown by a handler that cannot go on; the door's onError turns it into a page. */
export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 409 | 410 | 413 | 422
  readonly kind: RefusalKind
  /** A sentence that names the thing and the remedy, where the room has one. */
  readonly detail: string | undefined

  constructor(status: Refusal['status'], kind: RefusalKind, detail?: string) {
    super(detail ?? kind)
    this.status = status
    this.kind = kind
    this.detail = detail
  }
}
