/* What the settings of the two programs are read with: the site's (config.ts) and One Login's (one-login-config.ts). */
import { z } from 'zod'

/** One setting: its name, what it is where it is not set, and what it does. */
export interface Setting<Name extends string = string> {
  readonly name: Name
  readonly usual: string
  readonly does: string
  /** Never repeated in a message. */
  readonly isSecret?: boolean
}

/** Reads the settings once. Everything wrong with them is said together; what is secret is never repeated. */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  settings: readonly Setting[],
  environment: Readonly<Record<string, string | undefined>>,
): { ok: true; given: z.output<Schema> } | { ok: false; says: string[] } {
  const set = settings.flatMap(({ name }) => (environment[name] ? [[name, environment[name]]] : []))
  const read = schema.safeParse(Object.fromEntries(set))
  if (read.success) return { ok: true, given: read.data }
  const secret = new Set(settings.filter(({ isSecret }) => isSecret).map(({ name }) => name))
  const says = read.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return `${name}${secret.has(name) ? '' : ` "${environment[name]}"`} ${message}.`
  })
  return { ok: false, says: [...new Set(says)] }
}

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port: use a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'is not a port: use a number from 0 to 65535')

export const host = z
  .string()
  .regex(/^[\w.:-]+$/, 'is not an address: use one such as 127.0.0.1 or 0.0.0.0')
  .default('127.0.0.1')

/** As it was written: an issuer is compared letter by letter. */
export const issuerAddress = z
  .string()
  .refine(isSite, 'is not the address of a site: write one such as https://roadmap.example.org')

export const siteAddress = issuerAddress.transform((url) => url.replace(/\/+$/, ''))

export const databaseUrl = z
  .string()
  .regex(
    /^postgres(ql)?:\/\/./,
    'is not an address of the form postgresql://user:password@host:5432/database',
  )

export const contact = z
  .string()
  .refine(
    isContact,
    'is not a contact: write an e-mail address such as roadmap@example.org, or a page such as https://example.org/contact',
  )

export const logLevel = z
  .enum(['debug', 'info', 'warn', 'error', 'silent'], {
    error: 'is not one of debug, info, warn, error and silent',
  })
  .default('warn')
export type LogLevel = z.output<typeof logLevel>

/** Whom to ask, and whom to tell of a weakness: e-mail addresses, or https addresses of pages. */
export interface Contacts {
  readonly support?: string
  readonly security?: string
}

/** Whoever names nobody for weaknesses has them told to whom readers ask for help. */
export function contactsOf({
  SUPPORT_CONTACT: support,
  SECURITY_CONTACT: security = support,
}: {
  SUPPORT_CONTACT?: string | undefined
  SECURITY_CONTACT?: string | undefined
}): Contacts {
  return { ...(support === undefined ? {} : { support }), ...(security === undefined ? {} : { security }) }
}

function isSite(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

function isContact(text: string): boolean {
  if (/^https:\/\//.test(text)) return URL.canParse(text)
  return /^[\w.!#$*+/=^{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(text)
}
