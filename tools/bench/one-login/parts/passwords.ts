import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { say } from '../../report.ts'
import { median } from '../../timing.ts'
import { AT_ONCE, many } from '../flows.ts'
import type { Bench, Part } from '../part.ts'
import { createRelyingParty } from '../relying-party.ts'
import { startOneLogin } from '../servers.ts'
import { createPeople } from '../sign-ins.ts'

/** Signing in, beside what hashing passwords costs. */
export const passwords: Part = { title: 'One Login: signing in with a password', measure }

/** What others publish for the same cost of hashing: password sign-ins a second and core. */
const OTHERS = { Keycloak: 15, Zitadel: 1.9 } as const
const ROUNDS = 7
const WARM_UP = 3
const SIGN_INS = 60
const ACCOUNTS = 10_000

interface Round {
  limit: number
  passwords: number
  signIns: number
}

async function measure(bench: Bench) {
  const { folder, key, report, isFull } = bench
  const seeded = await bench.seeded(ACCOUNTS)
  const cores = availableParallelism()
  const hashing = startHashing(cores)
  const server = await startOneLogin(folder, seeded)
  try {
    const party = createRelyingParty(server.endpoints, key.privatePem, {
      atOnce: AT_ONCE,
      vtr: '["Cl.Cm.P2"]',
    })
    const people = createPeople(party, seeded.people)
    const rounds: Round[] = []
    const count = ROUNDS * (isFull ? 4 : 1)
    for (let number = -WARM_UP; number < count; number++) {
      const limit = await hashing.rate(SIGN_INS)
      const waiting = await many(SIGN_INS, AT_ONCE, () => people.upToPassword())
      const typed = await many(SIGN_INS, AT_ONCE, async (index) => {
        const at = waiting.values[index]
        if (at) await people.typePassword(at)
      })
      const whole = await many(SIGN_INS, AT_ONCE, () => people.signIn())
      if (number >= 0)
        rounds.push({ limit, passwords: typed.rates.perSecond, signIns: whole.rates.perSecond })
    }
    report(`Measured ${count} rounds.`)
    party.close()
    return section(rounds, cores)
  } finally {
    hashing.stop()
    await server.stop()
  }
}

function section(rounds: readonly Round[], cores: number) {
  const of = (what: keyof Round) => median(rounds.map((round) => round[what]))
  const share = (what: keyof Round) => median(rounds.map((round) => round[what] / round.limit))
  const aim = (words: string, what: keyof Round, least: number) => ({
    aim: `${words}: ${least} of what the machine can hash`,
    measured: share(what).toFixed(2),
    isMet: share(what) >= least,
  })
  const row = (name: string, what: keyof Round) => [
    name,
    say(of(what)),
    say(of(what) / cores),
    ...Object.values(OTHERS).map((other) => `${say(of(what) / cores / other)}×`),
    share(what).toFixed(2),
  ]
  return {
    says: `A password is hashed with Argon2id at 15 MiB and two passes, the contract's cost. *What the machine can hash* is that alone, in a process that does nothing else, ${cores} at a time: as many as One Login hashes at a time on this machine. *The password step* is the form with the password, from the request to the redirect to the next page: tries are counted, the account is read, the password is tried, the audit is written. *A whole sign-in* is all ten requests of a new browser: /authorize, the pages with the address, the password and the code of an authenticator, and the way back to the service with a code. Both on PostgreSQL, ${AT_ONCE} people at a time. The server, its database and the people all run on the ${cores} cores that the limit is of. ${Object.entries(
      OTHERS,
    )
      .map(([name, rate]) => `${name} publishes ${rate} password sign-ins a second and core`)
      .join(', ')}.`,
    aims: [aim('the password step', 'passwords', 0.9), aim('a whole sign-in', 'signIns', 0.75)],
    tables: [
      {
        title: `A second, medians of ${rounds.length} rounds of ${SIGN_INS}`,
        head: [
          '',
          'a second',
          'a second and core',
          ...Object.keys(OTHERS).map((name) => `÷ ${name}`),
          '÷ the limit',
        ],
        rows: [
          row('what the machine can hash', 'limit'),
          row('the password step', 'passwords'),
          row('a whole sign-in, with an authenticator', 'signIns'),
          ...Object.entries(OTHERS).map(([name, rate]) => [
            `${name}, as published`,
            '',
            say(rate),
            '',
            '',
            '',
          ]),
        ],
      },
    ],
  }
}

function startHashing(atOnce: number) {
  const program = fileURLToPath(new URL('../argon2.ts', import.meta.url))
  const child = spawn(process.execPath, [program, `${atOnce}`], { stdio: ['pipe', 'pipe', 'inherit'] })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  const lines = createInterface({ input: child.stdout })
  return {
    async rate(count: number): Promise<number> {
      const line = once(lines, 'line')
      child.stdin.write(`${count}\n`)
      return Number((await line)[0])
    },
    stop,
  }
}
