import { z } from 'zod'
import type { Register } from '#definitions'
import { csvLines, type StandingRecord, standingRecords } from '#registers'
import type { Value } from '#shared/values'
import { command } from '../command.ts'
import { date, flag, moment, word } from '../input.ts'
import { count } from '../plurals.ts'
import { tableLines } from '../table.ts'
import { known, organisationNamed, registerNamed, STATEMENTS } from './asked.ts'
import { listStatements } from './statements.ts'

export const records = command({
  name: 'records',
  summary: 'Lists the records of a register that stand on a date, with all their values.',
  options: {
    register: {
      takes: 'NAME',
      says: 'The register, for example legacy-systems; statements for what is said instead of records.',
    },
    organisation: { takes: 'SLUG', says: 'Those that one organisation holds.' },
    on: { takes: 'DATE', says: 'The date. Without it: today.' },
    known: { takes: 'MOMENT', says: "As known then; a date is that day's end. Without it: as known now." },
    json: { says: 'Answer in JSON.' },
    csv: { says: 'Answer as a file that "fingerpost import" reads.' },
  },
  input: z
    .strictObject({
      register: word,
      organisation: word.optional(),
      on: date.optional(),
      known: moment.optional(),
      json: flag,
      csv: flag,
    })
    .refine(({ json, csv }) => !(json && csv), { error: 'give one of --json and --csv', path: ['csv'] }),
  notes:
    'Whoever runs this sees every field, those that are never published too. Take care where the answer goes.',
  examples: [
    'records --register legacy-systems --organisation ministry-of-defence --on 2024-02-29',
    'records --register services --csv > services.csv',
  ],
  needsDatabase: true,
  async run(asked, work) {
    const store = await work.database()
    const on = asked.on ?? new Date().toISOString().slice(0, 10)
    if (asked.register === STATEMENTS) return await listStatements({ ...asked, on }, store, work)
    const { government, register, found } = await store.as('staff', { centre: true }, async (tx) => {
      const then = await known(tx, asked.known)
      const of = registerNamed(then.government, asked.register)
      const organisation = organisationNamed(then.government, asked.organisation)?.slug ?? null
      const standing = await standingRecords(tx, of, { organisation, on, recording: then.recording })
      return { government: then.government, register: of, found: standing }
    })
    if (asked.json) work.out(JSON.stringify({ records: found.map(asJson) }))
    else if (asked.csv) for (const line of csvLines(government, register, found)) work.out(line.trimEnd())
    else {
      for (const line of asLines(register, found)) work.out(line)
      work.out(`${count(found.length, register.record.en, register.records.en)} on ${on}`)
    }
    return 0
  },
})

function asJson({ record, key, state: _state, reconstructed, ...rest }: StandingRecord) {
  return { id: record, key, ...rest, basis: reconstructed ? 'reconstructed' : 'recorded' }
}

function asLines(register: Register, found: readonly StandingRecord[]): string[] {
  const used = register.fields.filter(({ name }) => found.some(({ values }) => values[name] !== undefined))
  const header = ['id', 'organisation', 'effectiveOn', 'basis', ...used.map(({ name }) => name)]
  const rows = found.map(({ key, organisation, effectiveOn, reconstructed, values }) => [
    key,
    organisation,
    effectiveOn,
    reconstructed ? 'reconstructed' : 'recorded',
    ...used.map(({ name }) => sayValue(values[name])),
  ])
  return tableLines(header, rows)
}

function sayValue(value: Value | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return String(value).replaceAll(/\s+/g, ' ')
  return 'rating' in value ? String(value.rating) : ''
}
