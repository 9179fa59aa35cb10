import type { Field, Register } from '#definitions'
import type { Known } from '#figures'
import { nameOf, type Promised } from '#roadmaps'
import type { Asked } from '../documents/document.ts'
import { countedBy, knownOfRegister } from '../registers/known.ts'
import {
  type Disclosures,
  disclosuresOf,
  entriesOf,
  type HeldEntry,
  listedOf,
  stepsOf,
} from '../registers/queries.ts'
import { calledIn, publicFields, type Referred, type Referring, unnamed } from '../registers/values.ts'
import { hrefOf, namingOf } from './rules.ts'
import type { Adding } from './tables.ts'

/** All that the public may know of one record. */
export interface FoundRecord {
  register: Register
  known: Known
  entries: [HeldEntry, ...HeldEntry[]]
  fields: Field[]
  referring: Referring
  adding: Adding[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Undefined where there is no such record, where it is not public, and where it was not yet known: nobody can tell which. */
export async function findRecord(asked: Asked): Promise<FoundRecord | undefined> {
  const { reader, params } = asked
  const register = asked.known.government.registers.find(({ name }) => name === params.register)
  const { record = '' } = params
  if (!register || !UUID.test(record)) return undefined
  const known = await knownOfRegister(asked, register)
  if (!known) return undefined
  const histories = await reader.asPublic((tx) => entriesOf(tx, [record], known.recording))
  const [first, ...rest] = histories.get(record) ?? []
  if (!first || first.register !== register.name) return undefined
  const entries: FoundRecord['entries'] = [first, ...rest]
  const disclosures = await reader.asPublic(disclosuresOf)
  const fields = publicFields(register, disclosures.get(register.name))
  return {
    register,
    known,
    entries,
    fields,
    referring: await referringOf(asked, fields, entries, disclosures),
    adding: await addingOf(asked, register, known, record),
  }
}

/** The records that its entries refer to, as far as those may be shown. */
async function referringOf(
  asked: Asked,
  fields: readonly Field[],
  entries: readonly HeldEntry[],
  disclosures: Disclosures,
): Promise<Referring> {
  const { reader, words, asAt } = asked
  const referring = new Map<string, Referred>()
  for (const field of fields) {
    if (field.type !== 'record' || !disclosures.has(field.register)) continue
    const register = asked.known.government.registers.find(({ name }) => name === field.register)
    const known = register && (await knownOfRegister(asked, register))
    const ids = entries.flatMap(({ values }) => idIn(values[field.name]))
    if (!known || ids.length === 0) continue
    const histories = await reader.asPublic((tx) => entriesOf(tx, [...new Set(ids)], known.recording))
    for (const [record, history] of histories) {
      const shown = namingOf(history, asAt.on) ?? history[0]
      const name = shown ? calledIn(words, asked.known.government, shown) : unnamed(words, record)
      referring.set(record, { name, href: hrefOf(field.register, record) })
    }
  }
  return referring
}

function idIn(value: unknown): string[] {
  return typeof value === 'string' && UUID.test(value) ? [value] : []
}

/** What it adds to each measure that counts its register; those derived from one of them add nothing of their own. */
async function addingOf(asked: Asked, register: Register, known: Known, record: string): Promise<Adding[]> {
  const { reader, asAt } = asked
  const counting = countedBy(asked, register).flatMap((promised): [Promised, number][] => {
    const number = promised.measure.derived ? undefined : known.measures.get(nameOf(promised))
    return number === undefined ? [] : [[promised, number]]
  })
  const numbers = counting.map(([, number]) => number)
  if (numbers.length === 0) return []
  const [listed, steps] = await reader.asPublic(
    async (tx) =>
      [await listedOf(tx, numbers), await stepsOf(tx, record, numbers, asAt.on, known.recording)] as const,
  )
  return counting.map(([promised, number]) => ({
    promised,
    steps: listed.has(number) ? steps.filter(({ measure }) => measure === number) : undefined,
  }))
}
