import { z } from 'zod'
import { accountsOf, type Figure, figureOf } from '#figures'
import { command } from '../command.ts'
import { date, flag, moment, number, organised, word } from '../input.ts'
import { tableLines } from '../table.ts'
import { known, organisationNamed, promised } from './asked.ts'

export const figures = command({
  name: 'figures',
  summary: "Computes a commitment's figures, for any date and as known at any moment.",
  options: {
    roadmap: { takes: 'SLUG', says: 'The roadmap, for example 2022-to-2025.' },
    commitment: { takes: 'NUMBER', says: 'The commitment.' },
    measure: { takes: 'NAME', says: 'One of its measures. Without it: all of them.' },
    on: { takes: 'DATE', says: 'The date the figure is for.' },
    known: { takes: 'MOMENT', says: 'As known then. Without it: as known now.' },
    organisation: { takes: 'SLUG', says: 'Of one organisation. Without it: of all together.' },
    organised: {
      takes: 'then|now',
      says: 'Organisations as they were (then), or by their successors today (now).',
    },
    json: { says: 'Answer in JSON.' },
  },
  input: z.strictObject({
    roadmap: word,
    commitment: number,
    measure: word.optional(),
    on: date,
    known: moment.optional(),
    organisation: word.optional(),
    organised,
    json: flag,
  }),
  examples: [
    'figures --roadmap 2022-to-2025 --commitment 10 --on 2024-02-29',
    'figures --roadmap 2022-to-2025 --commitment 10 --on 2024-02-29 --known 2024-03-01T00:00:00Z --json',
  ],
  needsDatabase: true,
  async run(asked, work) {
    const store = await work.database()
    const today = new Date().toISOString().slice(0, 10)
    const found = await store.as('staff', { centre: true }, async (tx) => {
      const then = await known(tx, asked.known)
      const promises = promised(then.government, asked)
      const organisation = organisationNamed(then.government, asked.organisation)
      const accounts = await accountsOf(tx, then, {
        promises,
        on: asked.on,
        organised: asked.organised,
        today,
      })
      return accounts.map((account) => figureOf(account, organisation?.slug ?? null))
    })
    if (asked.json) work.out(JSON.stringify(asJson(found)))
    else for (const line of asLines(found)) work.out(line)
    return 0
  },
})

/** The figures, each with what it was computed from; beside them, the numbers that were only stated. */
function asJson(found: readonly Figure[]) {
  const stated = found.flatMap(({ measure, stated: values }) =>
    values.map((value) => ({ ...value, measure })),
  )
  return {
    figures: found.map(({ stated: _stated, target: _target, ...figure }) => figure),
    ...(stated.length > 0 && { stated }),
  }
}

function asLines(found: readonly Figure[]): string[] {
  const [first] = found
  const rows = found.map((figure) => [
    figure.measure,
    sayAmounts(figure),
    figure.unknown ? String(figure.unknown) : '',
    sayCoverage(figure.coverage),
    figure.basis,
    figure.target?.verdict ?? '',
    figure.definition,
  ])
  const header = ['measure', 'figure', 'unknown', 'answered', 'basis', 'target', 'definition']
  const stated = found.flatMap(({ measure, stated: values }) =>
    values.map(({ value, unit, says, source, asAt, organisation, line }) => [
      measure,
      `${value}${unit === 'percent' ? '%' : ''}`,
      asAt,
      line ?? organisation,
      `${says} (${source})`,
    ]),
  )
  return [
    ...(first
      ? [
          `On ${first.on}, as known at ${first.knownAt}${first.organisation ? `: ${first.organisation}` : ''}`,
          '',
        ]
      : []),
    ...tableLines(header, rows),
    ...(stated.length > 0
      ? [
          '',
          'Stated, and not computed:',
          ...tableLines(['measure', 'value', 'as at', 'of', 'in its own words'], stated),
        ]
      : []),
  ]
}

function sayAmounts({ counted, outOf, unit, value }: Figure): string {
  if (value !== undefined) return `${value} ${unit}`
  if (counted === null) return 'no records'
  return outOf === null ? `${counted} ${unit}` : `${counted} of ${outOf} ${unit}`
}

function sayCoverage({ answered, inScope }: Figure['coverage']): string {
  const some = answered === null ? 'not published' : String(answered)
  return inScope === null ? `${some}; scope not published` : `${some} of ${inScope}`
}
