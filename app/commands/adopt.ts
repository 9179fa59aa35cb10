import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { governmentHash, readGovernment } from '#definitions'
import type { Figure } from '#figures'
import { knownAt } from '#figures'
import { type Adoption, adopt as adoptNow, type Difference, type Preview, preview } from '../adoptions.ts'
import { sayAnotherGovernment } from '../another-government.ts'
import { command, type ExitCode, type Work } from '../command.ts'
import { date, flag, word } from '../input.ts'
import { count } from '../plurals.ts'
import { sayDefinitionProblem } from '../problems.ts'
import { sayProgress } from '../progress.ts'
import { tableLines } from '../table.ts'
import { sayVerdict } from './verdicts.ts'

const MOST_SHOWN = 100

export const adopt = command({
  name: 'adopt',
  summary: 'Puts the definitions in a folder in force, after showing every figure that would differ.',
  words: ['FOLDER'],
  options: {
    from: { takes: 'DATE', says: 'What is redefined is in force from then. Without it: for all dates.' },
    yes: { says: 'Adopt without asking.' },
  },
  input: z.strictObject({ folder: word, from: date.optional(), yes: flag }),
  notes:
    'An adoption is a recording like any other: what was known before it stays, and every explanation of a figure names\n' +
    'what was redefined. Once a database holds definitions, starting the program adopts nothing.\n' +
    '\n' +
    'A database is of one government. To begin with another, give it a database of its own (DATA_DIR or DATABASE_URL).\n' +
    '\n' +
    'Exit code 0: adopted, or in force already. 1: nothing was adopted, because the folder is wrong or nobody said yes.',
  examples: ['adopt governments/harbourton', 'adopt governments/uk --from 2025-04-01'],
  needsDatabase: true,
  async run({ folder, from, yes }, work) {
    const path = resolve(work.cwd, folder)
    const read = await readGovernment(path)
    if (!read.ok) {
      for (const problem of read.problems) work.say(sayDefinitionProblem(problem))
      work.say(`Nothing was adopted. To check the folder again: fingerpost check ${folder}`)
      return 1
    }
    const store = await work.database()
    const last = await store.as('staff', { centre: true }, (tx) => knownAt(tx, null))
    if (last && governmentHash(last.government) === governmentHash(read.government)) {
      work.out('These definitions are in force already. There is nothing to adopt.')
      return 0
    }
    if (last && last.government.slug !== read.government.slug) {
      for (const line of sayAnotherGovernment(last.government, read.government, folder, store)) work.say(line)
      return 1
    }
    const adoption: Adoption = {
      government: read.government,
      from: from ?? null,
      source: `Adopted from ${basename(path)}`,
    }
    const today = new Date().toISOString().slice(0, 10)
    const progress = sayProgress('Comparing figures', work.say)
    const shown = await preview(store, adoption, today, (done, of) => {
      work.signal.throwIfAborted()
      progress(done, of)
    })
    if ('says' in shown) {
      work.say(shown.says)
      return 1
    }
    for (const line of asLines(shown)) work.out(line)
    if (!yes) {
      const agreed = await agree(work)
      if (agreed !== 0) return agreed
    }
    // Measures that are posted again come in time for what was recorded while the question stood.
    const recorded = await store.as('ledger', { centre: true }, (tx) => adoptNow(tx, adoption))
    if (!recorded.ok) {
      work.say(recorded.says)
      return 1
    }
    work.out(`Adopted, as recording ${recorded.number} at ${recorded.recordedAt}.`)
    return 0
  },
})

async function agree(work: Work): Promise<ExitCode> {
  const answer = await work.ask('Adopt these definitions? Write yes to adopt: ')
  if (/^\s*y(es)?\s*$/i.test(answer)) return 0
  work.say('Nothing was adopted. To adopt without being asked, add --yes.')
  return 1
}

function asLines({ rounded, ...preview }: Preview): string[] {
  const lines = rounded.map(({ name, to }) => `  ${name}: to the nearest ${to}`)
  if (lines.length === 0) return differenceLines(preview)
  const says = `${count(lines.length, 'measure')} would be rounded, on all dates, as known at any moment, and for good:`
  return [...differenceLines(preview), says, ...lines, '']
}

function differenceLines({ differences, compared, dates }: Omit<Preview, 'rounded'>): string[] {
  const when =
    compared < dates ? ` on ${compared} of the ${dates} dates on which one may begin to differ` : ''
  if (differences.length === 0) return [`No figure would differ${when}.`]
  const rows = differences.slice(0, MOST_SHOWN).map(asRow)
  const more = differences.length > MOST_SHOWN ? [`… and ${differences.length - MOST_SHOWN} more.`] : []
  return [
    `${count(differences.length, 'figure')} would differ${when}:`,
    ...tableLines(['figure', 'organisation', 'from', 'now', 'if adopted'], rows),
    ...more,
    '',
  ]
}

function asRow({ name, organisation, on, before, after }: Difference): string[] {
  return [name, organisation ?? 'all', on, sayFigure(before), sayFigure(after)]
}

function sayFigure(figure: Figure | undefined): string {
  if (!figure) return 'no figure'
  const { counted, outOf, unknown, unit, value, coverage, target } = figure
  const pair = value ?? (outOf === null ? String(counted) : `${counted} of ${outOf}`)
  const parts = [
    counted === null && value === undefined ? 'no records' : `${pair} ${unit}`,
    ...(unknown ? [`${unknown} unknown`] : []),
    `${coverage.answered ?? '?'} of ${coverage.inScope ?? '?'} answered`,
    ...(target ? [sayVerdict(figure)] : []),
  ]
  return parts.join(', ')
}
