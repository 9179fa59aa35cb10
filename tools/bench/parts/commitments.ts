/* Whether the other commitments of a roadmap slow the first ones that were computed: reading them, and recording. */
import assert from 'node:assert/strict'
import { type Government, readGovernment } from '#definitions'
import { accountsOf, figureOf, knownAt, openLedger } from '#figures'
import { fileBytes, importRead, readImport, recordBatches } from '#registers'
import { promisesOf } from '#roadmaps'
import { addPeriod } from '#shared/dates'
import type { Database } from '../databases.ts'
import type { Bench, Part } from '../part.ts'
import { say, times } from '../report.ts'
import { median, randomNumbers, timed } from '../timing.ts'
import { adopt } from '../world/entries.ts'
import { writeSystems } from '../world/systems.ts'

const FOLDER = 'governments/uk'
/** The measures of the six commitments that were computed first: 1, 2, 10, 16, 18 and 24. */
const FIRST = new Set([
  '1/great-services',
  '1/roadmap-to-great-agreed',
  '2/services-on-one-login',
  '2/organisations-with-adoption-roadmap',
  '2/people-who-proved-identity',
  '10/red-rated-with-funded-plan',
  '16/vacancy-rate',
  '16/organisations-under-ten-percent',
  '16/days-to-hire',
  '16/people-hired',
  '16/time-to-hire',
  '18/profession-share',
  '24/single-service-owners',
])
const SIZES = [10_000]
const QUESTIONS = 200
const RUNS = 5
const FIRST_DAY = '2022-06-30'
const DAYS = 1000
const AIM = 1.1

export const commitments: Part = {
  title: 'The first six commitments, beside all 24',
  async measure(bench) {
    const read = await readGovernment(FOLDER)
    assert.ok(read.ok, `${FOLDER} has problems: see fingerpost check ${FOLDER}`)
    const [records = 0] = bench.sizes(SIZES)
    const all = await sideOf(bench, 'all', read.government)
    const six = await sideOf(bench, 'six', onlyFirst(read.government))
    await compare(bench, [six, all], records)
    const reading = median(all.reading) / median(six.reading)
    const recording = median(all.recording) / median(six.recording)
    const isMet = reading <= AIM && recording <= AIM
    return {
      says: SAYS,
      aims: [
        {
          aim: `with all 24 computed, the first six within ${AIM} times what they took alone`,
          measured: `${times(reading)} to read, ${times(recording)} to record`,
          isMet,
        },
      ],
      tables: [
        {
          title: `Medians of ${QUESTIONS} questions and of ${RUNS} imports of ${say(records)} records, in milliseconds`,
          head: ['', 'measures', 'figures of the six', 'a file recorded and posted', 'postings'],
          rows: [six, all].map(({ title, measures, reading: asked, recording: recorded, postings }) => [
            title,
            say(measures),
            say(median(asked)),
            say(median(recorded)),
            say(postings),
          ]),
        },
      ],
    }
  },
}

const SAYS = `The United Kingdom's definitions and records as they are, on two databases: on one all commitments have their measures, on the other only those of the six that were computed first. Both hold the same entries. *Figures of the six* reads every measure of those six on one random day, through the front door, as a page does. *A file recorded and posted* is one transaction that imports as many new red-rated legacy systems as the title says, held by four departments, and posts them. The two are asked in turn, so that what else the machine does falls on both.`

interface Side {
  title: string
  government: Government
  database: Database
  measures: number
  reading: number[]
  recording: number[]
  postings: number
}

function onlyFirst(government: Government): Government {
  const roadmaps = government.roadmaps.map((roadmap) => ({
    ...roadmap,
    commitments: roadmap.commitments.map((commitment) => ({
      ...commitment,
      measures: commitment.measures.filter(({ name }) => FIRST.has(`${commitment.number}/${name}`)),
    })),
  }))
  return { ...government, roadmaps }
}

async function sideOf(
  { databases, report }: Bench,
  which: 'six' | 'all',
  government: Government,
): Promise<Side> {
  const title = which === 'six' ? 'the first six alone' : 'all 24'
  report(`Recording the United Kingdom's example, ${title}.`)
  const database = await databases.bare('postgres')
  await adopt(database.store, government, '2022-06-09T00:00:00.000Z')
  const recorded = await recordBatches(government, FOLDER, (work) =>
    database.store.as('ledger', {}, async (tx) => work(tx, await openLedger(tx))),
  )
  assert.ok(recorded.ok)
  const measures = promisesOf(government).length
  return { title, government, database, measures, reading: [], recording: [], postings: 0 }
}

async function compare({ databases, report }: Bench, sides: readonly Side[], records: number): Promise<void> {
  const random = randomNumbers(QUESTIONS)
  report(
    `Reading the figures of the six on ${QUESTIONS} days, and importing ${records} records ${RUNS} times.`,
  )
  for (let question = 0; question < QUESTIONS; question++) {
    const on = addPeriod(FIRST_DAY, `P${Math.floor(random(DAYS))}D`)
    const figures: unknown[] = []
    for (const side of inTurn(sides, question)) {
      const { value, ms } = await timed(() => figuresOfSix(side, on))
      side.reading.push(ms)
      figures.push(value)
    }
    assert.deepEqual(figures[0], figures[1], 'the six are the same beside the others')
  }
  for (let run = 0; run < RUNS; run++) {
    const path = await writeSystems(databases.folder, run, records)
    for (const side of inTurn(sides, run)) side.recording.push(await importSystems(side, path))
  }
  for (const side of sides) side.postings = await postingsOf(side)
}

/** The first asked may find the machine colder, so that each is first as often as the other. */
function inTurn(sides: readonly Side[], run: number): readonly Side[] {
  return run % 2 === 0 ? sides : sides.toReversed()
}

async function figuresOfSix({ government, database }: Side, on: string): Promise<unknown> {
  const promises = promisesOf(government).filter(({ commitment, measure }) =>
    FIRST.has(`${commitment.number}/${measure.name}`),
  )
  return await database.store.as('public', {}, async (tx) => {
    const known = await knownAt(tx, null)
    assert.ok(known)
    const accounts = await accountsOf(tx, known, { promises, on, organised: 'then', today: on })
    return accounts.map((account) => {
      const { counted, outOf, unknown, value } = figureOf(account, null)
      return { counted, outOf, unknown, value }
    })
  })
}

async function importSystems({ government, database }: Side, path: string): Promise<number> {
  const register = government.registers.find(({ name }) => name === 'legacy-systems')
  assert.ok(register)
  const read = await readImport(
    { government, name: path, bytes: fileBytes(path), format: 'csv', source: 'bench' },
    register,
  )
  assert.ok(read.ok, JSON.stringify(read))
  const { ms } = await timed(() =>
    database.store.as('ledger', {}, async (tx) => {
      const incoming = { government, actor: 'bench', source: 'bench', entries: read.items, statements: [] }
      const imported = await importRead(tx, { ...incoming, isPartial: false }, await openLedger(tx))
      assert.ok(imported.ok)
    }),
  )
  return ms
}

async function postingsOf({ database }: Side): Promise<number> {
  return await database.store.as('ledger', {}, async (tx) => {
    const { count } = await tx
      .selectFrom('figures.posting')
      .select((each) => each.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  })
}
