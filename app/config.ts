import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  type Contacts,
  contact,
  contactsOf,
  databaseUrl,
  host,
  type LogLevel,
  logLevel,
  port,
  readSettings,
  type Setting,
  siteAddress,
} from './settings.ts'

/** The folder that holds the program, so that a default is the same place from wherever it is run. */
export const CHECKOUT = join(import.meta.dirname, '..')

/** The environment as it was when the program began. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env

/** Every setting of the site and of the command line. */
export const SETTINGS: readonly Setting<keyof Given>[] = [
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
  {
    name: 'DATABASE_URL',
    usual: '',
    does: 'PostgreSQL 15 or later, in place of the embedded database.',
    isSecret: true,
  },
  {
    name: 'GOVERNMENT',
    usual: 'governments/uk',
    does: "The folder of the example's definitions and records.",
  },
  { name: 'LOG_LEVEL', usual: 'warn', does: 'How much the site logs: debug, info, warn, error or silent.' },
]

const given = z.object({
  PORT: port.default(3000),
  HOST: host,
  PUBLIC_URL: siteAddress.optional(),
  SUPPORT_CONTACT: contact.optional(),
  SECURITY_CONTACT: contact.optional(),
  DATA_DIR: z.string().optional(),
  DATABASE_URL: databaseUrl.optional(),
  GOVERNMENT: z.string().optional(),
  LOG_LEVEL: logLevel,
})
type Given = z.output<typeof given>

export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly contacts: Contacts
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly government: string
  readonly logLevel: LogLevel
}

/** Reads the settings of the site once. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = ENVIRONMENT,
): { ok: true; config: Config } | { ok: false; says: string[] } {
  const read = readSettings(given, SETTINGS, environment)
  if (!read.ok) return read
  const { PORT, HOST, PUBLIC_URL, DATA_DIR, DATABASE_URL, GOVERNMENT, LOG_LEVEL } = read.given
  const config: Config = {
    port: PORT,
    host: HOST,
    publicUrl: PUBLIC_URL ?? `http://localhost:${PORT}`,
    contacts: contactsOf(read.given),
    dataDir: dataDirOf(DATA_DIR),
    ...(DATABASE_URL === undefined ? {} : { databaseUrl: DATABASE_URL }),
    government: GOVERNMENT === undefined ? join(CHECKOUT, 'governments/uk') : resolve(GOVERNMENT),
    logLevel: LOG_LEVEL,
  }
  return { ok: true, config: Object.freeze(config) }
}

/** The folder of the databases and of what else a program keeps: from wherever it is run. */
export function dataDirOf(given: string | undefined): string {
  return given === undefined ? join(CHECKOUT, 'data') : resolve(given)
}
