import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startPrivatePostgres } from '../../platform/database/testing.ts'
import { openMailboxes } from './testing/mailbox.ts'
import { makePerson, type Person } from './testing/person.ts'
import { type Provider, prepareProvider } from './testing/provider.ts'
import { checkWhole, counts } from './testing/whole.ts'

/*
 * The provider is killed again and again while a hundred people create accounts, sign in, come back, sign out and sign
 * in elsewhere. Whatever it had answered must hold ever after (person.ts checks it with each step), nothing may be half
 * done in the database (whole.ts), and everybody arrives.
 */

describe('kill -9 in the middle of a hundred journeys', { concurrency: true }, () => {
  test('on PostgreSQL', async () => {
    const server = await startPrivatePostgres()
    try {
      await journeys(await prepareProvider(server.url), 100, 3)
    } finally {
      await server.stop()
    }
  })

  test('on the embedded database', async () => {
    // One person after another there, so fewer of them.
    await journeys(await prepareProvider(), 30, 2)
  })
})

async function journeys(provider: Provider, many: number, kills: number): Promise<void> {
  let answers = 0
  const around = { provider, mailboxes: openMailboxes(provider.mailFolder), answered: () => void answers++ }
  const people = Array.from({ length: many }, (_, number) => makePerson(number + 1, around))
  let isOver = false
  try {
    await provider.start()
    const living = Promise.all(people.map((person) => live(person, () => isOver)))
    // What goes wrong with somebody ends the test below, not the process here.
    living.catch(() => {})
    for (let kill = 0; kill < kills; kill++) {
      await Promise.race([living, answered(randomInt(2 * many, 5 * many))])
      await provider.kill()
      await provider.look(checkWhole)
      await provider.start()
    }
    isOver = true
    await living
    assert.ok(people.filter(({ told }) => told.lost > 0).length > many / 4, 'it was killed under many')
    assert.equal(new Set(people.map(({ told }) => told.subject)).size, many)
    assert.equal(await provider.stop(), '', 'nothing went wrong that it knows of')
    const { tokens, accounts, apps } = await provider.look(async (store) => {
      await checkWhole(store)
      return await counts(store)
    })
    assert.ok(tokens >= many, `${tokens} tokens`)
    await provider.start()
    await Promise.all(people.map((person) => person.spendAgain()))
    assert.equal(await stopWithoutMail(provider), '')
    const { mailsWaiting } = await provider.look(counts)
    assert.deepEqual({ accounts, apps, mailsWaiting }, { accounts: many, apps: many, mailsWaiting: 0 })
  } catch (error) {
    process.stderr.write(await provider.kill())
    throw error
  } finally {
    isOver = true
    provider.remove()
  }

  /** So many answers more, and a moment. */
  async function answered(more: number): Promise<void> {
    const enough = answers + more
    while (!isOver && answers < enough) await wait(5)
    await wait(randomInt(30))
  }
}

/** Each begins at another moment, so that a kill meets every stage. After the last kill each comes back once more. */
async function live(person: Person, isOver: () => boolean): Promise<void> {
  await wait(randomInt(6_000))
  await person.createAccount()
  // A code of the app is good once, and there are only so many in these seconds.
  let signIns = 2
  while (!isOver()) {
    await wait(randomInt(200, 600))
    const turn = randomInt(6)
    if (turn === 0 && signIns-- > 0) await (signIns === 1 ? person.signOutAndIn() : person.signInElsewhere())
    else if (turn < 3) await person.beKnown()
    else await person.comeBack()
  }
  await person.comeBack()
  await person.beKnown()
}

/** Stops it once all mail has left: one that was in hand at a kill on PostgreSQL is taken up after half a minute. */
async function stopWithoutMail(provider: Provider): Promise<string> {
  for (let tries = 0; ; tries++) {
    const logged = await provider.stop()
    const { mailsWaiting } = await provider.look(counts)
    if (mailsWaiting === 0 || tries === 8) return logged
    await provider.start()
    await wait(5_000)
  }
}
