import type { Kysely } from '#platform/database'

/** A mail, in its reader's language already. */
export interface Message {
  readonly to: string
  readonly subject: string
  /** Plain text. Paragraphs are parted by an empty line. */
  readonly body: string
  /**
   * The mail's own name, made once and never for another: a random id. One that is sent twice goes out once, and
   * where the provider can look references up, a try whose end is not known is not repeated blindly.
   * Letters, digits, `-` and `_`, 8 to 100 of them.
   */
  readonly reference: string
}

/** What came of handing a mail over. `why` is a fixed word: never an address, nor what a server said. */
export type Delivery =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly again: boolean }

/** A way for mails to leave. It throws nothing: what it throws might quote an address. */
export interface MailProvider {
  deliver(message: Message): Promise<Delivery>
  /** Whether a mail of this reference was handed over before. A provider without it cannot tell. */
  find?(reference: string): Promise<'found' | 'not found' | 'cannot tell'>
}

export interface Mail {
  /** Queues a mail within the caller's transaction: it goes out if, and only if, that commits. */
  send<DB>(tx: Kysely<DB>, message: Message): Promise<void>
}
