import { say, times } from '../../report.ts'
import { median } from '../../timing.ts'
import { AT_ONCE, type Candidate, many, measureRound } from '../flows.ts'
import type { Bench, Part } from '../part.ts'
import { createRelyingParty } from '../relying-party.ts'
import { startOneLogin } from '../servers.ts'
import { createPeople, type People } from '../sign-ins.ts'

/** The same load on few accounts and on many. */
export const growth: Part = { title: 'One Login: at ten thousand accounts and at a million', measure }

const SIZES = [10_000, 1_000_000]
const FLAT = 1.1
const ROUNDS = 7
const WARM_UP = 2
const BROWSERS = 100
const SIGN_INS = 40

interface Round {
  codeFlows: number
  exchanges: number
  userinfos: number
  signIns: number
}

async function measure(bench: Bench) {
  const { report, isFull } = bench
  const sides: (Candidate & { people: People; rounds: Round[] })[] = []
  try {
    for (const size of SIZES) sides.push(await startSide(bench, size))
    const count = ROUNDS * (isFull ? 4 : 1)
    for (let number = -WARM_UP; number < count; number++) {
      for (const side of sides) {
        const { codeFlows, exchanges, userinfos } = await measureRound(side)
        const signIns = await many(SIGN_INS, AT_ONCE, () => side.people.signIn())
        if (number < 0) continue
        side.rounds.push({
          codeFlows: codeFlows.perSecond,
          exchanges: exchanges.perSecond,
          userinfos: userinfos.perSecond,
          signIns: signIns.rates.perSecond,
        })
      }
    }
    report(`Measured ${count} rounds.`)
    return section(sides.map(({ server, rounds }) => ({ rounds, megabytes: server.megabytes() })))
  } finally {
    for (const { party } of sides) party.close()
    await Promise.all(sides.map(({ server }) => server.stop()))
  }
}

async function startSide({ seeded: make, folder, key }: Bench, size: number) {
  const seeded = await make(size)
  const server = await startOneLogin(folder, seeded)
  const party = createRelyingParty(server.endpoints, key.privatePem, {
    atOnce: AT_ONCE,
    vtr: '["Cl.Cm.P2"]',
  })
  const people = createPeople(party, seeded.people)
  const browsers = (await many(BROWSERS, AT_ONCE, () => people.signIn())).values
  return { server, party, people, browsers, rounds: [] }
}

const WHAT = {
  codeFlows: 'code flows a second',
  exchanges: 'token exchanges a second',
  userinfos: 'userinfo a second',
  signIns: 'whole sign-ins a second',
} satisfies Record<keyof Round, string>

function section(sides: readonly { rounds: readonly Round[]; megabytes: number | null }[]) {
  const [few, lots] = sides
  if (!few || !lots) throw new Error('two sizes are compared')
  const kinds = ['codeFlows', 'exchanges', 'userinfos', 'signIns'] as const
  // How much longer the same takes with a million.
  const slower = (kind: keyof Round) =>
    median(few.rounds.map((round, index) => round[kind] / (lots.rounds[index]?.[kind] ?? Number.NaN)))
  const larger = (lots.megabytes ?? Number.NaN) / (few.megabytes ?? Number.NaN)
  const worst = Math.max(...kinds.map(slower))
  return {
    says: 'Two databases on the same PostgreSQL, one process for each, measured in turn: code flows by 100 browsers that are signed in, and whole sign-ins of people spread at random over all accounts. The accounts are written by SQL and have one password.',
    aims: [
      {
        aim: `everything at a million accounts within ${FLAT} times what it takes at ten thousand`,
        measured: times(worst),
        isMet: worst <= FLAT,
      },
      {
        aim: `memory at a million accounts within ${FLAT} times that at ten thousand`,
        measured: Number.isNaN(larger) ? 'not on this system' : times(larger),
        isMet: Number.isNaN(larger) ? undefined : larger <= FLAT,
      },
    ],
    tables: [
      {
        title: `Medians of ${few.rounds.length} rounds`,
        head: ['', ...SIZES.map((size) => `${say(size)} accounts`), 'as long, times'],
        rows: [
          ...kinds.map((kind) => [
            WHAT[kind],
            ...sides.map(({ rounds }) => say(median(rounds.map((round) => round[kind])))),
            times(slower(kind)),
          ]),
          [
            'memory of the process, MB',
            ...sides.map(({ megabytes }) => (megabytes === null ? '' : say(Math.round(megabytes)))),
            Number.isNaN(larger) ? '' : times(larger),
          ],
        ],
      },
    ],
  }
}
