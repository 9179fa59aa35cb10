import { z } from 'zod'
import { command } from '../command.ts'
import { recordExample } from '../example.ts'
import { count } from '../plurals.ts'

export const example = command({
  name: 'example',
  summary: 'Records the example of the United Kingdom.',
  options: {},
  input: z.strictObject({}),
  notes:
    'Adopts the definitions in the folder GOVERNMENT (governments/uk) and records what was published, in order of\n' +
    'publication. What is recorded already is left alone, so that after an interruption it goes on.',
  examples: ['example'],
  needsDatabase: true,
  async run(_, work) {
    const store = await work.database()
    const recorded = await recordExample(store, work.config.government, work.say, work.signal)
    if (!recorded.ok) {
      for (const line of recorded.says) work.say(line)
      return 1
    }
    const { recorded: recordings, entries } = recorded
    work.out(
      recordings > 0
        ? `Recorded the example: ${count(recordings, 'recording')}, ${count(entries, 'entry', 'entries')}.`
        : 'There is nothing new to record.',
    )
    return 0
  },
})
