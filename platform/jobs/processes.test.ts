import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { eachDatabase } from '../database/testing.ts'
import type { Outcome } from './index.ts'
import { HOLD } from './jobs.ts'
import { queueForTests, until } from './testing.ts'

eachDatabase((_kind, open) => {
  const queue = queueForTests(open)

  describe('several processes', () => {
    test('do each job once between them', async () => {
      const done: unknown[] = []
      const workers = [queue.createProcess(), queue.createProcess(), queue.createProcess()]
      for (const jobs of workers)
        jobs.work('letters', async ({ payload }) => {
          await wait(1)
          done.push(payload)
          return 'done'
        })
      const [first] = workers
      assert.ok(first)
      await queue.store().as('accounts', {}, async (tx) => {
        for (let n = 0; n < 60; n++) await first.send(tx, 'letters', `letter ${n}`)
      })
      await Promise.all(workers.map((jobs) => jobs.start()))
      await until(() => done.length >= 60)
      await Promise.all(workers.map((jobs) => jobs.stop()))
      assert.equal(new Set(done).size, 60)
      assert.equal(done.length, 60)
      assert.deepEqual(await queue.rows(), [])
    })

    test('take over what one of them left in the middle, and what it says later no longer counts', async () => {
      const left = Promise.withResolvers<Outcome>()
      const killed = queue.createProcess()
      killed.work('letters', () => left.promise)
      await queue.send(killed, 'letters', 'one')
      const never = killed.runDue()
      await wait(100)

      const tried: number[] = []
      const other = queue.createProcess()
      other.work('letters', async ({ tries }) => {
        tried.push(tries)
        return { again: 'no ink' }
      })
      queue.clock += HOLD - 1
      await other.runDue()
      assert.deepEqual(tried, [])
      queue.clock += 1
      await other.runDue()
      assert.deepEqual(tried, [2])
      left.resolve('done')
      await never
      assert.equal((await other.counts())[0]?.waiting, 1)
    })

    test('give up a job that each of them was stopped by', async () => {
      for (let n = 0; n < 3; n++) {
        const killed = queue.createProcess()
        killed.work('letters', () => new Promise(() => {}), { tries: 2 })
        if (n === 0) await queue.send(killed, 'letters', 'one')
        void killed.runDue()
        await wait(50)
        queue.clock += HOLD
      }
      assert.equal((await queue.createProcess().counts())[0]?.dead, 1)
      assert.equal(queue.problems.at(-1)?.problem, 'stopped in the middle each time')
    })
  })

  describe('a process that works', () => {
    test('starts on a job within moments of its transaction, and stops when what runs has ended', async () => {
      const jobs = queue.createProcess()
      const middle = Promise.withResolvers<void>()
      let ended = false
      jobs.work('letters', async () => {
        await middle.promise
        ended = true
        return 'done'
      })
      await jobs.start()
      await queue.send(jobs, 'letters', 'one')
      await wait(300)
      const stopped = jobs.stop()
      assert.equal(ended, false)
      middle.resolve()
      await stopped
      assert.equal(ended, true)
      assert.deepEqual(await queue.rows(), [])
    })

    test('holds on to a job that takes long', async () => {
      const jobs = queue.createProcess()
      let ended = false
      jobs.work('letters', async () => {
        for (let n = 0; n < 6; n++) {
          queue.clock += HOLD / 2
          await wait(120)
        }
        ended = true
        return 'done'
      })
      await queue.send(jobs, 'letters', 'one')
      await jobs.start()
      const other = queue.createProcess()
      let taken = 0
      other.work('letters', async () => {
        taken++
        return 'done'
      })
      await until(() => ended)
      await jobs.stop()
      await other.runDue()
      assert.equal(taken, 0)
    })
  })
})
