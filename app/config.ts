import { join, resolve } from 'node:path'
import { z } from 'zod'

/** The folder that holds the program, so that a default is the same place from wherever it is run. */
export const CHECKOUT = join(import.meta.dirname, '..')

/** Every setting: its name, what it is where it is not set, and what it does. */
export const SETTINGS: readonly { name: keyof Given; usual: string; does: string }[] = [
  { name: 'PORT', usual: '3000', does: 'The port of the site.' },
  {
    name: 'HOST',
    usual: '127.0.0.1',
    does: 'The address the site listens on. 0.0.0.0 lets other machines reach it.',
  },
  {
    name: 'PUBLIC_URL',
    usual: 'http://localhost:PORT',
    does: 'The address by which readers reach the site.',
  },
  {
    name: 'SUPPORT_CONTACT',
    usual: '',
    does: 'Whom readers ask for help: an e-mail address or the https address of a page.',
  },
  {
    name: 'SECURITY_CONTACT',
    usual: 'SUPPORT_CONTACT',
    does: 'Whom to tell of a weakness: an e-mail address or the https address of a page.',
  },
  { name: 'DATA_DIR', usual: 'data', does: 'The folder of the embedded database.' },
  { name: 'DATABASE_URL', usual: '', does: 'PostgreSQL 15 or later, in place of the embedded database.' },
  {
    name: 'GOVERNMENT',
    usual: 'governments/uk',
    does: "The folder of the example's definitions and records.",
  },
  { name: 'LOG_LEVEL', usual: 'warn', does: 'How much the site logs: debug, info, warn, error or silent.' },
]

const contact = z
  .string()
  .refine(
    isContact,
    'is not a contact: write an e-mail address such as roadmap@example.org, or a page such as https://example.org/contact',
  )

const given = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port: use a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port: use a number from 0 to 65535')
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'is not an address: use one such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  PUBLIC_URL: z
    .string()
    .refine(isSite, 'is not the address of a site: write one such as https://roadmap.example.org')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SUPPORT_CONTACT: contact.optional(),
  SECURITY_CONTACT: contact.optional(),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/./,
      'is not an address of the form postgresql://user:password@host:5432/database',
    )
    .optional(),
  GOVERNMENT: z.string().optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is not one of debug, info, warn, error and silent',
    })
    .default('warn'),
})
type Given = z.output<typeof given>

export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  /** Whom to ask, and whom to tell of a weakness: e-mail addresses, or https addresses of pages. */
  readonly contacts: { readonly support?: string; readonly security?: string }
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly government: string
  readonly logLevel: Given['LOG_LEVEL']
}

/** Reads the settings once. Everything wrong with them is said together; the address of the database is never repeated. */
export function readConfig(
  environment: NodeJS.ProcessEnv = process.env,
): { ok: true; config: Config } | { ok: false; says: string[] } {
  const set = Object.fromEntries(
    SETTINGS.flatMap(({ name }) => (environment[name] ? [[name, environment[name]]] : [])),
  )
  const read = given.safeParse(set)
  if (!read.success) {
    const says = read.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return `${name}${name === 'DATABASE_URL' ? '' : ` "${environment[name]}"`} ${message}.`
    })
    return { ok: false, says: [...new Set(says)] }
  }
  const { PORT, HOST, PUBLIC_URL, DATA_DIR, DATABASE_URL, GOVERNMENT, LOG_LEVEL } = read.data
  const { SUPPORT_CONTACT, SECURITY_CONTACT = SUPPORT_CONTACT } = read.data
  const config: Config = {
    port: PORT,
    host: HOST,
    publicUrl: PUBLIC_URL ?? `http://localhost:${PORT}`,
    contacts: {
      ...(SUPPORT_CONTACT === undefined ? {} : { support: SUPPORT_CONTACT }),
      ...(SECURITY_CONTACT === undefined ? {} : { security: SECURITY_CONTACT }),
    },
    dataDir: DATA_DIR === undefined ? join(CHECKOUT, 'data') : resolve(DATA_DIR),
    ...(DATABASE_URL === undefined ? {} : { databaseUrl: DATABASE_URL }),
    government: GOVERNMENT === undefined ? join(CHECKOUT, 'governments/uk') : resolve(GOVERNMENT),
    logLevel: LOG_LEVEL,
  }
  return { ok: true, config: Object.freeze(config) }
}

function isSite(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text)
}

function isContact(text: string): boolean {
  if (/^https:\/\//.test(text)) return URL.canParse(text)
  return /^[\w.!#$*+/=^{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(text)
}
