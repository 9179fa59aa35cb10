import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { createPeople } from './create-people.ts'
import type { Needs } from './needs.ts'
import type { People } from './people.ts'
import { aJourney, makeAccount, type StartedPeople, startPeople } from './testing.ts'

// What takes time is statements, hashes and mails: where these are the same, so is the time, whatever the machine does.
function watched(needs: Needs, seen: string[]): Needs {
  const { store } = needs.base
  const watch: KyselyPlugin = {
    transformQuery({ node }) {
      seen.push(node.kind)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    ...needs,
    base: {
      ...needs.base,
      store: {
        ...store,
        quick: (role) => store.quick(role).withPlugin(watch),
        as: (role, context, work) =>
          store.as(role, context, async (tx) => {
            seen.push('transaction')
            return await work(tx.withPlugin(watch))
          }),
      },
    },
    line: {
      with: (work) =>
        needs.line.with((turn) =>
          work({
            hash: turn.hash,
            matches(password, hash) {
              seen.push('hash')
              return turn.matches(password, hash)
            },
          }),
        ),
    },
    mail: {
      async send(tx, message) {
        seen.push('mail')
        await needs.mail.send(tx, message)
      },
    },
  }
}

eachDatabase((_kind, open) => {
  let started: StartedPeople
  before(async () => {
    started = await startPeople(open)
  })
  const during = aJourney()

  const acts: Record<string, (people: People, email: string) => Promise<unknown>> = {
    'a wrong password': (people, email) => people.tryPassword(during, { email, password: 'a guess 1' }),
    'a code to reset a password': (people, email) =>
      people.sendCode(during, { email, for: 'EMAIL_PASSWORD_RESET' }),
    'a wrong code to reset a password': (people, email) =>
      people.tryEmailCode(during, { email, code: '000000', for: 'EMAIL_PASSWORD_RESET' }),
    'a code to create an account': (people, email) =>
      people.sendCode(during, { email, for: 'EMAIL_REGISTRATION' }),
    'a wrong code to create an account': (people, email) =>
      people.tryEmailCode(during, { email, code: '000000', for: 'EMAIL_REGISTRATION' }),
  }

  for (const [what, act] of Object.entries(acts)) {
    test(`${what}, eight times, is the same work and the same answers for an address without an account`, async () => {
      const { email } = await makeAccount(started)
      // Past the hour in which creating the account counts.
      started.pass(3600)
      const of = async (address: string) => {
        const seen: string[] = []
        const people = createPeople(watched(started.needs, seen))
        const answers: unknown[] = []
        for (let n = 1; n <= 8; n++) answers.push(await act(people, address))
        return { seen, answers }
      }
      const known = await of(email)
      assert.ok(known.seen.length > 8)
      assert.deepEqual(await of(`not-${email}`), known)
    })
  }
})
