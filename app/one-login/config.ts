import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { CHECKOUT, dataDirOf, ENVIRONMENT } from '../config.ts'
import {
  type Contacts,
  contact,
  contactsOf,
  databaseUrl,
  host,
  issuerAddress,
  type LogLevel,
  logLevel,
  port,
  readSettings,
  type Setting,
  siteAddress,
} from '../settings.ts'

/** Every setting of One Login, the sign-in. */
export const ONE_LOGIN_SETTINGS: readonly Setting<keyof Given>[] = [
  { name: 'ONE_LOGIN_PORT', usual: '3001', does: 'The port of the sign-in.' },
  {
    name: 'HOST',
    usual: '127.0.0.1',
    does: 'The address it listens on. 0.0.0.0 lets other machines reach it.',
  },
  {
    name: 'ONE_LOGIN_URL',
    usual: 'http://localhost:ONE_LOGIN_PORT',
    does: 'The address by which people and services reach it. With a slash at its end it is the issuer.',
  },
  {
    name: 'ONE_LOGIN_DATABASE_URL',
    usual: '',
    does: 'PostgreSQL 15 or later, in place of the embedded database. Never that of the site.',
    isSecret: true,
  },
  {
    name: 'ONE_LOGIN_REDIS_URL',
    usual: '',
    does: 'Redis for what lives a short time: redis://host:6379, or the nodes of a Cluster with commas between.',
    isSecret: true,
  },
  {
    name: 'ONE_LOGIN_SECRET',
    usual: 'a file in DATA_DIR/one-login, made once',
    does: 'What all else that is secret is derived from: 32 random bytes or more, in base64. Every process needs the same.',
    isSecret: true,
  },
  {
    name: 'ONE_LOGIN_PROFILE',
    usual: 'modules/one-login/profiles/uk.yaml',
    does: "The file of a government's own names: of the service, of claims and of subjects.",
  },
  {
    name: 'ONE_LOGIN_KEYS',
    usual: 'database',
    does: 'Where the keys that sign are kept: database (sealed), file:FOLDER, or pkcs11:LIBRARY of a hardware module.',
  },
  { name: 'ONE_LOGIN_KEYS_PIN', usual: '', does: 'The PIN of the hardware module.', isSecret: true },
  {
    name: 'ONE_LOGIN_KEY_DAYS',
    usual: '182',
    does: 'For how many days a key signs before the next one takes its place.',
  },
  {
    name: 'MAIL_URL',
    usual: 'folder',
    does: 'How mail leaves: folder (kept in DATA_DIR/one-login/mail), smtp://user:password@host:port, smtps://…, or notify:TEMPLATE-ID.',
    isSecret: true,
  },
  { name: 'MAIL_FROM', usual: '', does: 'The address that mail over SMTP comes from.' },
  { name: 'NOTIFY_API_KEY', usual: '', does: 'The key for GOV.UK Notify.', isSecret: true },
  {
    name: 'OUTBOUND_ALLOW',
    usual: '',
    does: 'Addresses of your own network that may be called, as host:port with commas between. All others are refused.',
  },
  {
    name: 'TRUSTED_PROXIES',
    usual: '',
    does: 'Addresses of the proxies that end TLS, with commas between: their X-Forwarded-For says who is limited.',
  },
  {
    name: 'OPERATORS_ISSUER',
    usual: '',
    does: 'The OpenID Connect issuer at which operators sign in. Without it, nobody works as one.',
  },
  { name: 'OPERATORS_CLIENT_ID', usual: '', does: 'The client that the sign-in is there.' },
  { name: 'OPERATORS_CLIENT_SECRET', usual: '', does: "That client's secret.", isSecret: true },
  {
    name: 'OPERATORS_SUBJECTS',
    usual: '',
    does: 'Who of them may: subjects of that issuer, with commas between.',
  },
  {
    name: 'OPERATORS_GROUPS',
    usual: '',
    does: 'The same by their groups, as its claim `groups` names them.',
  },
  {
    name: 'SUPPORT_CONTACT',
    usual: '',
    does: 'Whom people ask for help: an e-mail address or the https address of a page.',
  },
  {
    name: 'SECURITY_CONTACT',
    usual: 'SUPPORT_CONTACT',
    does: 'Whom to tell of a weakness: an e-mail address or the https address of a page.',
  },
  { name: 'DATA_DIR', usual: 'data', does: 'The folder of the embedded database, in its folder one-login.' },
  { name: 'LOG_LEVEL', usual: 'warn', does: 'How much it logs: debug, info, warn, error or silent.' },
]

const list = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((each) => each.every(Boolean), 'has an empty place between its commas')

const given = z.object({
  ONE_LOGIN_PORT: port.default(3001),
  HOST: host,
  ONE_LOGIN_URL: siteAddress.optional(),
  ONE_LOGIN_DATABASE_URL: databaseUrl.optional(),
  ONE_LOGIN_REDIS_URL: list
    .refine(
      (urls) => urls.every((url) => /^rediss?:\/\/./.test(url)),
      'is not an address of the form redis://user:password@host:6379',
    )
    .optional(),
  ONE_LOGIN_SECRET: z
    .string()
    .regex(/^[\w+/-]+={0,2}$/, 'is not base64: make one with `openssl rand -base64 32`')
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine(
      (bytes) => bytes.length >= 32,
      'is too short: make one of 32 random bytes, with `openssl rand -base64 32`',
    )
    .optional(),
  ONE_LOGIN_PROFILE: z.string().optional(),
  ONE_LOGIN_KEYS: z
    .string()
    .regex(/^(database|(file|pkcs11):.+)$/, 'is not one of database, file:FOLDER and pkcs11:LIBRARY')
    .default('database'),
  ONE_LOGIN_KEYS_PIN: z.string().optional(),
  ONE_LOGIN_KEY_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, 'is not a number of days')
    .transform(Number)
    .refine((days) => days >= 7, 'is too few: a key signs for 7 days or more')
    .default(182),
  MAIL_URL: z
    .string()
    .regex(
      /^(folder|smtps?:\/\/.+|notify:.+)$/,
      'is not one of folder, smtp://user:password@host:port and notify:TEMPLATE-ID',
    )
    .default('folder'),
  MAIL_FROM: z.email('is not an e-mail address').optional(),
  NOTIFY_API_KEY: z.string().optional(),
  OUTBOUND_ALLOW: list
    .refine(
      (places) => places.every((place) => /^.+:\d+$/.test(place)),
      'is not host:port, with commas between',
    )
    .default([]),
  TRUSTED_PROXIES: list
    .refine(
      (proxies) => proxies.every((proxy) => isIP(proxy.replace(/\/\d+$/, ''))),
      'is not IP addresses or networks such as 10.0.0.0/8, with commas between',
    )
    .default([]),
  OPERATORS_ISSUER: issuerAddress.optional(),
  OPERATORS_CLIENT_ID: z.string().optional(),
  OPERATORS_CLIENT_SECRET: z.string().optional(),
  OPERATORS_SUBJECTS: list.default([]),
  OPERATORS_GROUPS: list.default([]),
  SUPPORT_CONTACT: contact.optional(),
  SECURITY_CONTACT: contact.optional(),
  DATA_DIR: z.string().optional(),
  LOG_LEVEL: logLevel,
})
type Given = z.output<typeof given>

export interface OneLoginConfig {
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly contacts: Contacts
  /** The folder of the embedded database, of mail and of the secret. */
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly redisUrls: readonly string[]
  readonly secret?: Buffer
  readonly profile: string
  readonly keys: { readonly keeper: string; readonly pin: string | undefined; readonly days: number }
  readonly mail: {
    readonly url: string
    readonly from: string | undefined
    readonly apiKey: string | undefined
  }
  readonly outboundAllow: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly operators: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
    readonly subjects: readonly string[]
    readonly groups: readonly string[]
  } | null
  readonly logLevel: LogLevel
}

/** Reads the settings of One Login once. Settings that only mean something together are wrong apart. */
export function readOneLoginConfig(
  environment: Readonly<Record<string, string | undefined>> = ENVIRONMENT,
): { ok: true; config: OneLoginConfig } | { ok: false; says: string[] } {
  const read = readSettings(given, ONE_LOGIN_SETTINGS, environment)
  if (!read.ok) return read
  const { given: set } = read
  const says = apart(set)
  if (says.length > 0) return { ok: false, says }
  const config: OneLoginConfig = {
    port: set.ONE_LOGIN_PORT,
    host: set.HOST,
    publicUrl: set.ONE_LOGIN_URL ?? `http://localhost:${set.ONE_LOGIN_PORT}`,
    contacts: contactsOf(set),
    dataDir: join(dataDirOf(set.DATA_DIR), 'one-login'),
    ...(set.ONE_LOGIN_DATABASE_URL === undefined ? {} : { databaseUrl: set.ONE_LOGIN_DATABASE_URL }),
    redisUrls: set.ONE_LOGIN_REDIS_URL ?? [],
    ...(set.ONE_LOGIN_SECRET === undefined ? {} : { secret: set.ONE_LOGIN_SECRET }),
    profile:
      set.ONE_LOGIN_PROFILE === undefined
        ? join(CHECKOUT, 'modules/one-login/profiles/uk.yaml')
        : resolve(set.ONE_LOGIN_PROFILE),
    keys: { keeper: set.ONE_LOGIN_KEYS, pin: set.ONE_LOGIN_KEYS_PIN, days: set.ONE_LOGIN_KEY_DAYS },
    mail: { url: set.MAIL_URL, from: set.MAIL_FROM, apiKey: set.NOTIFY_API_KEY },
    outboundAllow: set.OUTBOUND_ALLOW,
    trustedProxies: set.TRUSTED_PROXIES,
    operators: operatorsOf(set),
    logLevel: set.LOG_LEVEL,
  }
  return { ok: true, config: Object.freeze(config) }
}

function apart(set: Given): string[] {
  const { MAIL_URL, MAIL_FROM, NOTIFY_API_KEY, ONE_LOGIN_KEYS, ONE_LOGIN_KEYS_PIN } = set
  const { OPERATORS_ISSUER, OPERATORS_CLIENT_ID, OPERATORS_CLIENT_SECRET } = set
  const { OPERATORS_SUBJECTS, OPERATORS_GROUPS, ONE_LOGIN_DATABASE_URL, ONE_LOGIN_SECRET } = set
  const wrong: [boolean, string][] = [
    [
      set.ONE_LOGIN_URL?.startsWith('https:') === true && set.TRUSTED_PROXIES.length === 0,
      'ONE_LOGIN_URL is https, which a proxy in front ends: set TRUSTED_PROXIES to its address, so that people are told apart.',
    ],
    [
      MAIL_URL.startsWith('smtp') && !MAIL_FROM,
      'MAIL_URL sends over SMTP: set MAIL_FROM, the address it comes from.',
    ],
    [MAIL_URL.startsWith('notify:') && !NOTIFY_API_KEY, 'MAIL_URL sends through Notify: set NOTIFY_API_KEY.'],
    [
      ONE_LOGIN_KEYS.startsWith('pkcs11:') && !ONE_LOGIN_KEYS_PIN,
      'ONE_LOGIN_KEYS names a hardware module: set ONE_LOGIN_KEYS_PIN.',
    ],
    [
      OPERATORS_ISSUER !== undefined && !(OPERATORS_CLIENT_ID && OPERATORS_CLIENT_SECRET),
      'OPERATORS_ISSUER is set: set OPERATORS_CLIENT_ID and OPERATORS_CLIENT_SECRET too.',
    ],
    [
      OPERATORS_ISSUER !== undefined && OPERATORS_SUBJECTS.length + OPERATORS_GROUPS.length === 0,
      'OPERATORS_ISSUER is set: say who of its people may work here with OPERATORS_SUBJECTS or OPERATORS_GROUPS.',
    ],
    [
      ONE_LOGIN_DATABASE_URL !== undefined && ONE_LOGIN_SECRET === undefined,
      'ONE_LOGIN_DATABASE_URL is set: set ONE_LOGIN_SECRET too, so that every process has the same.',
    ],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, says]) => says)
}

function operatorsOf(set: Given): OneLoginConfig['operators'] {
  const { OPERATORS_ISSUER: issuer, OPERATORS_CLIENT_ID: clientId } = set
  const { OPERATORS_CLIENT_SECRET: clientSecret } = set
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  return { issuer, clientId, clientSecret, subjects: set.OPERATORS_SUBJECTS, groups: set.OPERATORS_GROUPS }
}
