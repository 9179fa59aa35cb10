/* docs/benchmarks.md: a page of words and tables, each section with the machine and the day it was measured on. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { sayDate } from '#shared/dates'
import { ROOT } from '../tree.ts'
import type { Databases } from './databases.ts'

export interface Section {
  /** What was measured and how, in plain words. */
  says: string
  /** What was aimed for, and whether it was reached. */
  aims: readonly Aim[]
  tables: readonly Table[]
}

export interface Aim {
  aim: string
  measured: string
  /** Unknown where it was not measured at the size that the aim is about. */
  isMet: boolean | undefined
}

export interface Table {
  title: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

const PAGE = join(ROOT, 'docs/benchmarks.md')

const HEAD = `# Benchmarks

How long things take, and how that grows with the number of entries. \`npm run bench\` measures it, on databases of its own: a private PostgreSQL in a temporary folder, and PGlite where the table says so.

\`\`\`sh
npm run bench                               # everything: about twenty minutes
npm run bench -- figure                     # one benchmark: figure, grid, import or page
npm run bench -- import --full              # also a million records
npm run bench -- figure --sizes 10000,50000 # other sizes
npm run bench -- figure page --write        # and write the results into this page
npm run bench:one-login                     # One Login: about five minutes; --full and --write as above
\`\`\`

Close everything else first: on a machine that does other work, everything takes several times as long. A *median* is the middle one of several runs; *p95* is the time that 95 of 100 runs stay under. A *ratio* compares two things measured in turn in the same run, so it means more on another machine than the milliseconds do. The private PostgreSQL does not wait for the disk (\`fsync\` is off) and has 256 MB of shared buffers.

The entries are made up: five for each record, shared out among 30 organisations. They are unkind on purpose. Each is a recording of its own, and each is about some day of the past four years, whenever it was recorded: nothing can be summed up beforehand by luck. A real history is kinder in both. Every figure measured is also compared with what the slow way gives, so that a fast wrong answer ends the run.
`

/** The section as it stands in the page. */
export function sectionText(title: string, section: Section, versions: string): string {
  const aims = section.aims.map(
    ({ aim, measured, isMet }) =>
      `- Aim: ${aim}. Measured: ${measured}${isMet === undefined ? '' : isMet ? ' – met' : ' – **not met**'}.`,
  )
  const tables = section.tables.map(
    ({ title: of, head, rows }) =>
      `**${of}**\n\n${[head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map(lineOf).join('\n')}\n`,
  )
  return [`## ${title}\n`, `${section.says}\n`, ...(aims.length ? [`${aims.join('\n')}\n`] : []), ...tables]
    .concat(`Measured on ${versions}.\n`)
    .join('\n')
}

/** Writes the sections into docs/benchmarks.md. */
export function writeSections(titles: readonly string[], fresh: ReadonlyMap<string, string>): void {
  writeFileSync(PAGE, pageWith(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', titles, fresh))
}

/**
 * The page with these sections in the place of those with the same title, in the order of `titles`. All others stay: those
 * of the other program that writes here too.
 */
export function pageWith(
  before: string,
  titles: readonly string[],
  fresh: ReadonlyMap<string, string>,
): string {
  const [, ...sections] = before.split(/^(?=## )/m)
  const kept = new Map(
    sections.map((text) => [text.slice(3, text.indexOf('\n')), `${text.trimEnd()}\n`] as const),
  )
  const others = [...kept].filter(([title]) => !titles.includes(title))
  // Where ours were, unless there were none: then at the end.
  const place = [...kept.keys()].findIndex((title) => titles.includes(title))
  const first = place < 0 ? others.length : place
  const textsOf = (some: typeof others) => some.map(([, text]) => text)
  return [
    HEAD,
    ...textsOf(others.slice(0, first)),
    ...titles.flatMap((title) => fresh.get(title) ?? kept.get(title) ?? []),
    ...textsOf(others.slice(first)),
  ].join('\n')
}

/** The day, the machine, what else it was doing, and the programs measured. */
export async function versionsOf(databases: Pick<Databases, 'serverVersion'>): Promise<string> {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const load = loadavg()[0]?.toFixed(1)
  const server = await databases.serverVersion()
  return `${sayDate(new Date().toISOString().slice(0, 10))}: ${cpus().length} cores of ${first?.model.trim()}, ${memory} GB, load ${load} at the start; Node ${process.versions.node}, PostgreSQL ${server}, PGlite ${pgliteVersion()}`
}

/** Three digits that count: 0.042, 4.21, 42.1, 421, 4,210. Whole numbers as they are. */
export function say(number: number): string {
  if (number >= 1000 || Number.isInteger(number)) return Math.round(number).toLocaleString('en-GB')
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))))
  return number.toFixed(Math.min(digits, 3))
}

export function times(ratio: number): string {
  return `${say(ratio)}×`
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function pgliteVersion(): string {
  const manifest = readFileSync(join(ROOT, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version
}
