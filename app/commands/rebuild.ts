import { z } from 'zod'
import { rebuildLedger } from '#figures'
import { command } from '../command.ts'
import { count } from '../plurals.ts'
import { sayProgress } from '../progress.ts'

export const rebuild = command({
  name: 'rebuild',
  summary: 'Throws the ledger away and makes it again from the entries. Every figure stays as it is.',
  options: {},
  input: z.strictObject({}),
  notes:
    'All of it is one transaction: until it is done, and if it is stopped, the ledger from before is in use.',
  examples: ['rebuild'],
  needsDatabase: true,
  async run(_, work) {
    const store = await work.database()
    const progress = sayProgress('Rebuilding', work.say)
    const { postings } = await store.as('ledger', { centre: true }, (tx) =>
      rebuildLedger(tx, (done, of) => {
        work.signal.throwIfAborted()
        progress(done, of)
      }),
    )
    work.out(`The ledger was made again: ${count(postings, 'posting')}.`)
    return 0
  },
})
