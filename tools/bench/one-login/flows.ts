/* What is asked of every provider, in the same way and in the same run. */
import type { Cookies, RelyingParty } from './relying-party.ts'
import type { Running } from './servers.ts'

export const KINDS = ['codeFlows', 'singleSignOns', 'exchanges', 'userinfos'] as const
/**
 * A code flow is /authorize, /token and /userinfo of a browser that is signed in; single sign-on is /authorize alone;
 * userinfo tells of the core identity.
 */
export type Kind = (typeof KINDS)[number]

/** One provider that is measured. */
export interface Candidate {
  server: Running
  party: RelyingParty
  /** They are signed in. */
  browsers: readonly Cookies[]
}

export interface Rates {
  /** So many a second. */
  perSecond: number
  /** Milliseconds of processor time of the server's process for each; null where the system does not tell. */
  processor: number | null
}

const BATCH = 100
/** How many requests are under way at a time. */
export const AT_ONCE = 16

/** One round of every kind. */
export async function measureRound({ server, party, browsers }: Candidate): Promise<Record<Kind, Rates>> {
  const browser = (index: number) => browsers[index % browsers.length] ?? new Map()
  const batch = <T>(work: (index: number) => Promise<T>) => many(BATCH, AT_ONCE, work, server)
  party.prepare(2 * BATCH)
  const codeFlows = await batch(async (index) => {
    const token = await party.exchange(await party.signIn(browser(index)))
    await party.userinfo(token)
  })
  // The library keeps a thousand things at most: codes are used at once.
  const codes = await batch((index) => party.signIn(browser(index)))
  const tokens = await batch((index) => party.exchange(codes.values[index] ?? ''))
  const told = await batch((index) => party.userinfo(tokens.values[index] ?? ''))
  return {
    codeFlows: codeFlows.rates,
    singleSignOns: codes.rates,
    exchanges: tokens.rates,
    userinfos: told.rates,
  }
}

/** So many pieces of work, a few at once. */
export async function many<T>(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<T>,
  server?: Running,
): Promise<{ values: T[]; rates: Rates }> {
  const values: T[] = []
  let next = 0
  const spent = server?.processorSeconds() ?? null
  const began = performance.now()
  const worker = async () => {
    while (next < count) {
      const index = next++
      values[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker))
  const seconds = (performance.now() - began) / 1000
  const now = server?.processorSeconds() ?? null
  const processor = spent === null || now === null ? null : ((now - spent) * 1000) / count
  return { values, rates: { perSecond: count / seconds, processor } }
}
