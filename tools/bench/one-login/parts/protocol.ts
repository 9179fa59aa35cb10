import { say, times } from '../../report.ts'
import { median } from '../../timing.ts'
import { AT_ONCE, type Candidate, KINDS, type Kind, many, measureRound, type Rates } from '../flows.ts'
import type { Bench, Part } from '../part.ts'
import { type Cookies, createRelyingParty, type RelyingParty } from '../relying-party.ts'
import { type Running, startLibrary, startOneLogin } from '../servers.ts'
import { createPeople } from '../sign-ins.ts'

/** The protocol beside the library that it stands on. */
export const protocol: Part = { title: 'One Login: the protocol, beside the bare library', measure }

const NAMES = ['library', 'postgresql', 'redis'] as const
type Name = (typeof NAMES)[number]
const SAID: Record<Name, string> = {
  library: 'oidc-provider in memory',
  postgresql: 'on PostgreSQL',
  redis: 'on Redis',
}
const WORDS: Record<Kind, string> = {
  codeFlows: 'code flows',
  singleSignOns: 'single sign-ons',
  exchanges: 'token exchanges',
  userinfos: 'userinfo with core identity',
}
const AIMS = { postgresql: 0.6, redis: 0.8 } as const
const ROUNDS = 15
const WARM_UP = 12
const BROWSERS = 50
const ACCOUNTS = 10_000

type Round = Record<Name, Record<Kind, Rates>>

async function measure(bench: Bench) {
  const { folder, key, report, isFull } = bench
  const [redisUrl] = (await bench.redis()).urls
  const seeded = await bench.seeded(ACCOUNTS)
  const servers: Running[] = []
  const partyOf = (server: Running, vtr?: string): RelyingParty => {
    servers.push(server)
    return createRelyingParty(server.endpoints, key.privatePem, {
      atOnce: AT_ONCE,
      ...(vtr !== undefined && { vtr }),
    })
  }
  async function ours(server: Running): Promise<Candidate> {
    const party = partyOf(server, '["Cl.Cm.P2"]')
    const people = createPeople(party, seeded.people)
    const signedIn = await many(BROWSERS, AT_ONCE, () => people.signIn())
    return { server, party, browsers: signedIn.values }
  }
  async function bare(server: Running): Promise<Candidate> {
    const party = partyOf(server)
    const signedIn = await many(BROWSERS, AT_ONCE, async () => {
      const cookies: Cookies = new Map()
      await party.signIn(cookies)
      return cookies
    })
    return { server, party, browsers: signedIn.values }
  }
  try {
    const candidates: Record<Name, Candidate> = {
      library: await bare(await startLibrary(folder, key.publicPem)),
      postgresql: await ours(await startOneLogin(folder, seeded)),
      redis: await ours(await startOneLogin(folder, seeded, redisUrl)),
    }
    const rounds: Round[] = []
    const count = ROUNDS * (isFull ? 4 : 1)
    for (let number = -WARM_UP; number < count; number++) {
      const round = {
        library: await measureRound(candidates.library),
        postgresql: await measureRound(candidates.postgresql),
        redis: await measureRound(candidates.redis),
      }
      if (number >= 0) rounds.push(round)
    }
    report(`Measured ${count} rounds.`)
    const memory = NAMES.map((name) => candidates[name].server.megabytes())
    for (const name of NAMES) candidates[name].party.close()
    return section(rounds, memory)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

function section(rounds: readonly Round[], memory: readonly (number | null)[]) {
  const ofRound = (name: Name, kind: Kind) => median(rounds.map((round) => round[name][kind].perSecond))
  const ratio = (name: Name, kind: Kind) =>
    median(rounds.map((round) => round[name][kind].perSecond / round.library[kind].perSecond))
  const processor = (name: Name, kind: Kind) => {
    const all = rounds.flatMap((round) => round[name][kind].processor ?? [])
    return all.length > 0 ? all.reduce((sum, one) => sum + one, 0) / all.length : Number.NaN
  }
  const ours = ['postgresql', 'redis'] as const
  return {
    says: `One process each: oidc-provider by itself with its store in memory, which signs in whoever comes, and \`app/one-login.ts\` as production starts it, with everything that the library alone has not: people, a registry, audit, counts of sign-ins, headers, and a store that outlives the process. The load comes from another process, ${AT_ONCE} requests at a time. A *code flow* is /authorize, /token with private_key_jwt and PKCE, and /userinfo with a core identity, by a browser that is signed in: three requests of both. A *single sign-on* is /authorize alone. Rounds of a hundred of each kind are asked of the three in turn; the ratios are medians of the ratios of each round. *Processor* is the server's own process alone, on average: what the databases need besides is in the rates, since all run on the same machine.`,
    aims: ours.flatMap((name) =>
      KINDS.map((kind) => ({
        aim: `${WORDS[kind]} ${SAID[name]}: ${AIMS[name]} of the bare library`,
        measured: ratio(name, kind).toFixed(2),
        isMet: ratio(name, kind) >= AIMS[name],
      })),
    ),
    tables: [
      {
        title: `A second, medians of ${rounds.length} rounds`,
        head: ['', ...NAMES.map((name) => SAID[name]), 'PostgreSQL ÷ library', 'Redis ÷ library'],
        rows: KINDS.map((kind) => [
          WORDS[kind],
          ...NAMES.map((name) => say(Math.round(ofRound(name, kind)))),
          ...ours.map((name) => times(ratio(name, kind))),
        ]),
      },
      {
        title: 'Milliseconds of the processor for each, and megabytes resident at the end',
        head: ['', ...NAMES.map((name) => SAID[name])],
        rows: [
          ...KINDS.map((kind) => [WORDS[kind], ...NAMES.map((name) => say(processor(name, kind)))]),
          ['memory, MB', ...memory.map((each) => (each === null ? '' : say(Math.round(each))))],
        ],
      },
    ],
  }
}
