/* What the provider stands on, each chosen by a setting. */
import { join } from 'node:path'
import {
  type Artefacts,
  type Base,
  createArtefacts,
  fileKeeper,
  type Keeper,
  openPkcs11Keeper,
  postgresShelf,
  postgresSpending,
  redisShelf,
  sealedKeeper,
} from '#one-login'
import { type MailProvider, mailByNotify, mailBySmtp, mailToFolder } from '#platform/mail'
import type { Outbound } from '#platform/outbound'
import type { OneLoginConfig } from './config.ts'

/** The folder that mail is kept in, where it is kept; undefined where it leaves. */
export function mailFolderOf({ mail, dataDir }: OneLoginConfig): string | undefined {
  return mail.url === 'folder' ? join(dataDir, 'mail') : undefined
}

export function mailProviderOf(config: OneLoginConfig, outbound: Outbound, now: () => number): MailProvider {
  const folder = mailFolderOf(config)
  if (folder !== undefined) return mailToFolder(folder, now)
  const { url, from = '', apiKey = '' } = config.mail
  if (url.startsWith('notify:'))
    return mailByNotify({ apiKey, templateId: url.slice('notify:'.length), outbound })
  return mailBySmtp({ url, from, outbound })
}

/** The addresses of our own network that may be called: those of the settings, and that of the mail server. */
export function placesAllowed({ outboundAllow, mail }: OneLoginConfig): string[] {
  if (!mail.url.startsWith('smtp')) return [...outboundAllow]
  const { hostname, port, protocol } = new URL(mail.url)
  return [...outboundAllow, `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`]
}

export async function keeperOf({ keys }: OneLoginConfig, base: Base): Promise<Keeper> {
  const [kind, where] = splitOnce(keys.keeper)
  if (kind === 'file') return fileKeeper(where)
  if (kind === 'pkcs11') return await openPkcs11Keeper({ library: where, pin: keys.pin ?? '' })
  return sealedKeeper(base)
}

export function artefactsOf(
  { redisUrls: [first, ...others] }: OneLoginConfig,
  base: Base,
  report: (line: string) => void,
): Artefacts {
  if (first === undefined) return createArtefacts(postgresShelf(base))
  return createArtefacts(redisShelf(base, postgresSpending(base), { urls: [first, ...others], report }))
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(':')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
