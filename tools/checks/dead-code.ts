import { createOptions, createSession } from 'knip/session'
import type { Check } from './check.ts'

export const deadCode: Check = {
  name: 'dead code',
  next: 'delete it; if something outside the code uses it, say so in knip.json',
  async run(root) {
    const session = await createSession(await createOptions({ cwd: root, isSession: true }))
    const { issues, counters } = session.getResults()
    const complaints = Object.entries(issues).flatMap(([kind, byFile]) =>
      Object.values(byFile).flatMap((found) =>
        Object.values(found).map(({ filePath, line, symbol }) => {
          const where = filePath.replace(`${root}/`, '')
          return `${where}${line ? `:${line}` : ''} unused ${kind}: ${symbol.replace(`${root}/`, '')}`
        }),
      ),
    )
    return { read: counters.processed, complaints: complaints.join('\n') }
  },
}
