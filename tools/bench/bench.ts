// `npm run bench`: how long things take, and how that grows. What is measured, and how, is in docs/benchmarks.md.

import { openDatabases } from './databases.ts'
import { PARTS, readOptions, USAGE } from './options.ts'
import type { Part } from './part.ts'
import { commitments } from './parts/commitments.ts'
import { figure } from './parts/figure.ts'
import { grid } from './parts/grid.ts'
import { importing } from './parts/import.ts'
import { page } from './parts/page.ts'
import { site } from './parts/site.ts'
import { sectionText, versionsOf, writeSections } from './report.ts'

const BY_NAME: Record<(typeof PARTS)[number], Part> = {
  figure,
  grid,
  import: importing,
  page,
  site,
  commitments,
}

const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  console.error(`${options}\n${USAGE}`)
  process.exitCode = 1
} else {
  // Without these a Ctrl-C would leave folders and servers behind: what goes at the end of the process goes on exit.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const report = (line: string) => console.log(line)
  const databases = openDatabases(report)
  const titles = PARTS.map((name) => BY_NAME[name].title)
  try {
    for (const name of options.parts) {
      const { title, measure } = BY_NAME[name]
      report(`${title}.`)
      const versions = await versionsOf(databases)
      const sizes = (usual: readonly number[]) => options.sizes ?? usual
      const section = await measure({ databases, sizes, isFull: options.isFull, report })
      const text = sectionText(title, section, versions)
      report(`\n${text}`)
      if (!options.isWritten) continue
      writeSections(titles, new Map([[title, text]]))
      report('docs/benchmarks.md written.')
    }
  } finally {
    await databases.close()
  }
}
