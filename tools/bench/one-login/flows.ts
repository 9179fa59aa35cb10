// What is asked of every provider, in the same way and in the same run.

import { median } from '../timing.ts'
import type { Cookies, RelyingParty } from './relying-party.ts'

export interface Rates {
  /** A browser that is signed in: /authorize, /token and /userinfo, so many a second. */
  codeFlows: number
  /** /authorize alone, by a browser that is signed in. */
  singleSignOns: number
  exchanges: number
  /** With core identity. */
  userinfos: number
}

const BATCH = 100

/** @param browsers that are signed in. @param batches of a hundred, of each kind; the median of their rates counts. */
export async function measureFlows(
  party: RelyingParty,
  browsers: readonly Cookies[],
  { atOnce, batches }: { atOnce: number; batches: number },
): Promise<Rates> {
  const browser = (index: number) => browsers[index % browsers.length] ?? new Map()
  const batch = <T>(work: (index: number) => Promise<T>) => many(BATCH, atOnce, work)
  const flow = async (index: number) => {
    const token = await party.exchange(await party.signIn(browser(index)))
    await party.userinfo(token)
  }
  const all: Record<keyof Rates, number[]> = {
    codeFlows: [],
    singleSignOns: [],
    exchanges: [],
    userinfos: [],
  }
  // In turn, so that what disturbs the machine disturbs all four.
  for (let round = -2; round < batches; round++) {
    party.prepare(2 * BATCH)
    const flows = await batch(flow)
    // The library keeps a thousand things at most: codes are used at once.
    const codes = await batch((index) => party.signIn(browser(index)))
    const tokens = await batch((index) => party.exchange(codes.values[index] ?? ''))
    const told = await batch((index) => party.userinfo(tokens.values[index] ?? ''))
    // The first two warm it up.
    if (round < 0) continue
    all.codeFlows.push(flows.perSecond)
    all.singleSignOns.push(codes.perSecond)
    all.exchanges.push(tokens.perSecond)
    all.userinfos.push(told.perSecond)
  }
  return {
    codeFlows: median(all.codeFlows),
    singleSignOns: median(all.singleSignOns),
    exchanges: median(all.exchanges),
    userinfos: median(all.userinfos),
  }
}

/** So many pieces of work, a few at once. */
export async function many<T>(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<T>,
): Promise<{ values: T[]; perSecond: number }> {
  const values: T[] = []
  let next = 0
  const began = performance.now()
  const worker = async () => {
    while (next < count) {
      const index = next++
      values[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { values, perSecond: count / ((performance.now() - began) / 1000) }
}
