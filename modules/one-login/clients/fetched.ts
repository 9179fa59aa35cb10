/* What is looked at elsewhere before an address is registered: always through the one door out. */
import type { Outbound } from '#platform/outbound'
import type { Settings } from './input.ts'
import { readKeySet } from './keys.ts'
import { type Fault, isOwnSector } from './rules.ts'

/** A service's keys must answer within 5 seconds, at registration as later. */
const TIMEOUT = 5000
const LARGEST = 256 * 1024

/** Whether the address of keys gives keys that a service may sign with. */
export async function keysFault(outbound: Outbound, address: string): Promise<Fault | undefined> {
  const text = await read(outbound, address)
  if (text === undefined) return { setting: 'jwksUrl', says: 'keys unreachable', values: { address } }
  const keys = readKeySet(text)
  return keys.ok ? undefined : { setting: 'jwksUrl', says: keys.says, values: { address } }
}

/**
 * Whether the redirect addresses belong to the sector. On the sector's own host they do. Otherwise the sector address
 * lists them all, as OpenID Connect's registration (5) has it, so that nobody joins a sector without its owner.
 */
export async function sectorDocumentFault(
  outbound: Outbound,
  settings: Settings,
): Promise<Fault | undefined> {
  const { sectorIdentifierUri: address, redirectUrls } = settings
  if (address === null || isOwnSector(settings)) return undefined
  const text = await read(outbound, address)
  if (text === undefined)
    return { setting: 'sectorIdentifierUri', says: 'sector unreachable', values: { address } }
  const listed = listIn(text)
  return redirectUrls.every((each) => listed.has(each))
    ? undefined
    : { setting: 'sectorIdentifierUri', says: 'sector not listed', values: { address } }
}

async function read(outbound: Outbound, address: string): Promise<string | undefined> {
  const answer = await outbound.request(address, {
    headers: { accept: 'application/json' },
    timeoutMs: TIMEOUT,
    maxBytes: LARGEST,
  })
  return answer.ok && answer.status === 200 ? answer.body.toString('utf8') : undefined
}

function listIn(text: string): Set<unknown> {
  try {
    const json: unknown = JSON.parse(text)
    return new Set(Array.isArray(json) ? json : [])
  } catch {
    return new Set()
  }
}
