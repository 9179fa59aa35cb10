/**
 * The five things that may be thrown on the way to an answer. Each knows its status and what may be shown of it;
 * anything else that is thrown is a fault of ours: it is logged, and the reader sees only that it happened.
 */
export abstract class Problem extends Error {
  abstract readonly status: number
  /** Its heading and default text are the messages http.{kind}.title and http.{kind}.says. */
  abstract readonly kind: string
  /** What the reader is told, in their own language. Never what a database or a library said. */
  readonly shown: string | undefined

  constructor(shown?: string, options?: ErrorOptions) {
    super(shown, options)
    this.shown = shown
  }
}

export class NotFound extends Problem {
  readonly status = 404
  readonly kind = 'not-found'
}

export class Forbidden extends Problem {
  readonly status = 403
  readonly kind = 'forbidden'
}

export class Conflict extends Problem {
  readonly status = 409
  readonly kind = 'conflict'
}

export class Invalid extends Problem {
  readonly status = 400
  readonly kind = 'invalid'
}

export class Unavailable extends Problem {
  readonly status = 503
  readonly kind = 'unavailable'
}
