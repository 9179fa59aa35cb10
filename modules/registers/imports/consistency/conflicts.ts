import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import { sayDate } from '#shared/dates'
import type { NewEntry } from '../../records/queries.ts'
import { type NewStatement, statementsOf } from '../../statements/queries.ts'
import type { Statement } from '../../statements/rules.ts'
import type { RegistersTables } from '../../tables.ts'
import type { Found } from '../problems.ts'
import { heldBy } from '../queries.ts'
import type { Placed } from '../read.ts'
import { asHeld, type Contradiction, contradictionsOf } from './rules.ts'

type NewThings = { entries: readonly Placed<NewEntry>[]; statements: readonly Placed<NewStatement>[] }

/** "None exist" said beside records that stand, whichever of the two is new: each such case is an error. */
export async function conflictsWithStatements(
  tx: Kysely<RegistersTables>,
  government: Government,
  entries: readonly Placed<NewEntry>[],
  statements: readonly Placed<NewStatement>[],
): Promise<Found[]> {
  const touched = new Set([...entries, ...statements].map(({ item }) => item.register))
  const before = await statementsOf(tx, [...touched])
  const found: Found[] = []
  for (const register of government.registers.filter(({ name }) => touched.has(name))) {
    const ofRegister = {
      entries: entries.filter(({ item }) => item.register === register.name),
      statements: statements.filter(({ item }) => item.register === register.name),
    }
    const known = [
      ...before.filter((each) => each.register === register.name),
      ...asStatements(ofRegister.statements),
    ]
    const organisations = askedAbout(known, ofRegister)
    if (organisations.length === 0) continue
    const held = [
      ...(await heldBy(tx, register.name, organisations)),
      ...ofRegister.entries.map(({ item }) => asHeld(item)),
    ]
    const histories = Map.groupBy(held, ({ key }) => key).values()
    for (const contradiction of contradictionsOf(government, register, known, histories)) {
      const said = sayContradiction(government, contradiction, register.records.en, ofRegister)
      // Without anything new it was there before, from a definition that has changed since: no reason to refuse this.
      if (said.items.length > 0) found.push(said)
    }
  }
  return found
}

/** Those that have said "none exist" of the register, if there is anything new of theirs. */
function askedAbout(said: readonly Statement[], { entries, statements }: NewThings): string[] {
  const saidNone = new Set(
    said.filter(({ says }) => says === 'none exist').map(({ organisation }) => organisation),
  )
  const touched = new Set([...entries, ...statements].map(({ item }) => item.organisation))
  return [...saidNone].filter((organisation) => touched.has(organisation))
}

function asStatements(statements: readonly Placed<NewStatement>[]): Statement[] {
  return statements.map(({ item }, i) => ({ ...item, statement: i, recording: Number.MAX_SAFE_INTEGER }))
}

export function sayContradiction(
  government: Government,
  { statement, on, keys }: Contradiction,
  records: string,
  { entries, statements }: NewThings,
): Found {
  const newOnes = entries.filter(
    ({ item }) => item.organisation === statement.organisation && keys.includes(item.key),
  )
  const newSaid = statements.filter(({ item }) => isThat(item, statement))
  const whose = government.organisations.find(({ slug }) => slug === statement.organisation)?.name.en
  const what =
    statement.part === null ? `no ${records}` : `none in the part "${statement.part}" of its ${records}`
  const some = `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''}`
  const says = `${whose} says from ${sayDate(statement.effectiveOn)} that ${what} exist, but on ${sayDate(on)} holds ${some}`
  const instead =
    newSaid.length > 0
      ? `leave the statement out, or end the records by ${statement.effectiveOn}`
      : `import a statement "withdrawn" from ${on} first, or correct the records`
  const place = newSaid[0]?.place ?? newOnes[0]?.place ?? { file: '', row: null }
  const items = [...newSaid, ...newOnes].map(({ item }) => item)
  return { items, problem: { level: 'error', ...place, column: null, says, instead } }
}

function isThat(item: NewStatement, { organisation, register, part, effectiveOn }: Statement): boolean {
  return (
    item.organisation === organisation &&
    item.register === register &&
    item.part === part &&
    item.effectiveOn === effectiveOn
  )
}
