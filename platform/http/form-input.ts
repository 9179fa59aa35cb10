import type { z } from 'zod'
import type { Values } from '../messages/index.ts'

/** What is wrong with one field, as the key of a message. Pages say it in the summary and beside the field. */
export interface FormError {
  /** The field's name, which is also its id on the page. */
  field: string
  key: string
  values?: Values
}

export type FormInput<T> = { ok: true; value: T } | { ok: false; errors: FormError[] }

/**
 * Reads a form. The messages of the schema are keys: `z.string('one-login.email.enter')`. Each field has at most one
 * error, the first. Fields that the schema does not name are left out.
 */
export function readForm<T>(schema: z.ZodType<T>, body: unknown): FormInput<T> {
  const read = schema.safeParse(body ?? {})
  if (read.success) return { ok: true, value: read.data }
  const errors = new Map<string, FormError>()
  for (const { path, message } of read.error.issues) {
    const field = path.join('-')
    if (!errors.has(field)) errors.set(field, { field, key: message })
  }
  return { ok: false, errors: [...errors.values()] }
}

/** What somebody typed into a field, as text, to show it again: anything else is nothing. */
export function typed(body: unknown, field: string): string {
  if (typeof body !== 'object' || body === null) return ''
  const found: unknown = Object.getOwnPropertyDescriptor(body, field)?.value
  return typeof found === 'string' ? found.slice(0, 1000) : ''
}
