import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eachDatabase } from '../database/testing.ts'
import type { Outcome } from './index.ts'
import { DAY, HOUR, queueForTests } from './testing.ts'

eachDatabase((_kind, open) => {
  const queue = queueForTests(open)

  describe('a job', () => {
    test('is done once it was sent, and then nothing of it is left', async () => {
      const jobs = queue.createProcess()
      const done: unknown[] = []
      jobs.work('letters', async ({ payload, tries }) => {
        done.push([payload, tries])
        return 'done'
      })
      assert.equal(await queue.send(jobs, 'letters', 'one'), true)
      assert.equal(await jobs.runDue(), 2, 'the letter, and the first sweep')
      assert.deepEqual(done, [['one', 1]])
      assert.deepEqual(await queue.rows(), [])
      assert.equal(await jobs.runDue(), 0)
    })

    test('is not there where the transaction that sent it failed', async () => {
      const jobs = queue.createProcess()
      await assert.rejects(
        queue.store().as('accounts', {}, async (tx) => {
          await jobs.send(tx, 'letters', 'one')
          throw new Error('changed our minds')
        }),
      )
      assert.deepEqual(await queue.rows(), [])
    })

    test('waits for its moment', async () => {
      const jobs = queue.createProcess()
      const done: unknown[] = []
      jobs.work('letters', async ({ payload }) => {
        done.push(payload)
        return 'done'
      })
      await queue.send(jobs, 'letters', 'later', { at: queue.clock + HOUR })
      await queue.send(jobs, 'letters', 'soon', { at: queue.clock + 60_000 })
      await jobs.runDue()
      assert.deepEqual(done, [])
      queue.clock += 2 * HOUR
      await jobs.runDue()
      assert.deepEqual(done.toSorted(), ['later', 'soon'])
    })

    test('with a key is kept once, also after it is done, until a month has gone by', async () => {
      const jobs = queue.createProcess()
      let done = 0
      jobs.work('letters', async () => {
        done++
        return 'done'
      })
      jobs.work('parcels', async () => 'done')
      assert.equal(await queue.send(jobs, 'letters', 'one', { key: 'a' }), true)
      assert.equal(await queue.send(jobs, 'letters', 'two', { key: 'a' }), false)
      assert.equal(await queue.send(jobs, 'parcels', 'one', { key: 'a' }), true)
      await jobs.runDue()
      assert.equal(await queue.send(jobs, 'letters', 'three', { key: 'a' }), false)
      assert.equal(done, 1)
      assert.deepEqual(await queue.rows(), [
        { payload: null, problem: null },
        { payload: null, problem: null },
      ])
      queue.clock += 31 * DAY
      await jobs.runDue()
      assert.deepEqual(await queue.rows(), [])
    })
  })

  describe('a job that fails', () => {
    test('is tried again, each time later, and is dead in the end: kept, counted, and revived when asked', async () => {
      const jobs = queue.createProcess()
      const tried: number[] = []
      let outcome: Outcome = { again: 'no ink' }
      jobs.work(
        'letters',
        async ({ tries }) => {
          tried.push(tries)
          return outcome
        },
        { tries: 3, backoff: (tries) => tries * 1_000 },
      )
      await queue.send(jobs, 'letters', 'one')
      await jobs.runDue()
      assert.deepEqual(tried, [1])
      queue.clock += 999
      await jobs.runDue()
      assert.deepEqual(tried, [1])
      queue.clock += 1
      await jobs.runDue()
      assert.deepEqual(tried, [1, 2])
      assert.deepEqual(await jobs.counts(), [{ queue: 'letters', waiting: 1, dead: 0, late: null }])
      queue.clock += 5_000
      assert.deepEqual(await jobs.counts(), [{ queue: 'letters', waiting: 1, dead: 0, late: 3_000 }])
      await jobs.runDue()
      queue.clock += DAY
      await jobs.runDue()
      assert.deepEqual(tried, [1, 2, 3])
      assert.deepEqual(
        queue.problems.map(({ problem, dead }) => [problem, dead]),
        [
          ['no ink', false],
          ['no ink', false],
          ['no ink', true],
        ],
      )
      assert.deepEqual(await jobs.counts(), [{ queue: 'letters', waiting: 0, dead: 1, late: null }])

      outcome = 'done'
      assert.equal(await jobs.revive('letters'), 1)
      await jobs.runDue()
      assert.deepEqual(tried, [1, 2, 3, 1])
      assert.deepEqual(await jobs.counts(), [])
    })

    test('is dead at once where trying again cannot help, and keeps nothing where it must not', async () => {
      const jobs = queue.createProcess()
      jobs.work('letters', async () => ({ dead: 'no such address' }), { keepDead: false })
      await queue.send(jobs, 'letters', 'to the registry at Harbourton')
      await jobs.runDue()
      assert.deepEqual(await queue.rows(), [{ payload: null, problem: 'no such address' }])
      assert.equal(await jobs.revive('letters'), 0)
      queue.clock += 91 * DAY
      await jobs.runDue()
      assert.deepEqual(await jobs.counts(), [])
    })

    test('may say itself when to try again; what it throws is reported and not kept', async () => {
      const jobs = queue.createProcess()
      const tried: number[] = []
      jobs.work('letters', async ({ tries }) => {
        tried.push(tries)
        if (tries === 1) return { again: 'closed today', after: DAY }
        throw new TypeError('registry@harbourton.example is not a letter box')
      })
      await queue.send(jobs, 'letters', 'one')
      await jobs.runDue()
      queue.clock += DAY - 1
      await jobs.runDue()
      queue.clock += 1
      await jobs.runDue()
      assert.deepEqual(tried, [1, 2])
      assert.ok(queue.problems[1]?.error instanceof TypeError)
      assert.equal(queue.problems[1].job?.queue, 'letters')
      assert.deepEqual(await queue.rows(), [{ payload: 'one', problem: 'TypeError' }])
    })
  })

  describe('scheduled work', () => {
    test('is done at once, then once in each period by whichever process comes first', async () => {
      const rounds: string[] = []
      const workers = ['a', 'b'].map((name) => {
        const jobs = queue.createProcess()
        jobs.every('keys.rotation', HOUR, async () => void rounds.push(name))
        return jobs
      })
      for (const jobs of workers) await jobs.runDue()
      assert.deepEqual(rounds, ['a'])
      queue.clock += HOUR
      for (const jobs of workers.toReversed()) await jobs.runDue()
      assert.deepEqual(rounds, ['a', 'b'])
      queue.clock += 10 * HOUR
      for (const jobs of workers) await jobs.runDue()
      assert.deepEqual(rounds, ['a', 'b', 'a'])
      assert.deepEqual(await workers[0]?.counts(), [])
    })

    test('that fails is tried again before its next round, and never dies', async () => {
      const jobs = queue.createProcess()
      let rounds = 0
      jobs.every('keys.rotation', DAY, async () => {
        rounds++
        throw new Error('no keys')
      })
      for (let n = 0; n < 40; n++) {
        await jobs.runDue()
        queue.clock += HOUR
      }
      assert.ok(rounds > 8 && rounds < 20, `${rounds} rounds`)
      assert.ok(queue.problems.every(({ dead }) => !dead))
    })

    test('follows a period that has become shorter', async () => {
      const before = queue.createProcess()
      before.every('keys.rotation', DAY, async () => {})
      await before.runDue()
      let rounds = 0
      const after = queue.createProcess()
      after.every('keys.rotation', HOUR, async () => void rounds++)
      await after.runDue()
      queue.clock += HOUR
      await after.runDue()
      assert.equal(rounds, 1)
    })
  })

  test('mistakes of the program are thrown', async () => {
    const jobs = queue.createProcess()
    jobs.work('letters', async () => 'done')
    assert.throws(() => jobs.work('letters', async () => 'done'), /two handlers/)
    await jobs.start()
    assert.throws(() => jobs.work('parcels', async () => 'done'), /after they had started/)
    await assert.rejects(jobs.start(), /started twice/)
    await jobs.stop()

    const endless = queue.createProcess()
    endless.work('letters', async () => ({ again: 'more', after: 0 }), { tries: 20_000 })
    await queue.send(endless, 'letters', 'one')
    await assert.rejects(endless.runDue(), /do not end/)
  })
})
