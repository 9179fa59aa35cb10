/*
 * What a register with a smallest count asks of the rest. Its counts are rounded (docs/ledger.md), and that is enough
 * only where nothing else tells of a single record: no field, no reference to it, no median, no sum of other things
 * than are counted, and no more parts of a whole than the rounding can hide.
 */
import { pathsOf } from '../compile.ts'
import { checkExpression } from '../expressions/check.ts'
import type { FieldRead, Known } from '../expressions/fields.ts'
import type { Syntax } from '../expressions/syntax.ts'
import type { Folder, Loaded } from '../folder.ts'
import type { Problem, Register } from '../government.ts'
import type { Commitment, Measure } from '../roadmap.ts'
import { findMeasure } from './derived.ts'
import { Found } from './found.ts'

type LoadedCommitment = Loaded<Commitment> & { roadmap: string }

export function checkSmallCounts(folder: Folder, known: Known): Problem[] {
  if (known.registers.every(({ smallestCount }) => smallestCount === undefined)) return []
  const seen = { counting: new Map<string, number>(), units: new Map<string, string>() }
  return [
    ...folder.registers.flatMap((loaded) => checkRegister(loaded, known)),
    ...folder.commitments.flatMap((loaded) => checkCommitment(loaded, folder, known, seen)),
  ]
}

function checkRegister({ source, value: register }: Loaded<Register>, known: Known): Problem[] {
  const found = new Found(source)
  for (const field of register.fields) {
    if (field.disclose !== 'public') continue
    const where = ['fields', field.name, 'disclose']
    if (register.smallestCount !== undefined) {
      const says = `no field of "${register.name}" can be public: it has a smallest count, so no record of it is shown`
      found.at(where, says, 'write centre, organisation or none')
    } else if (field.type === 'record' && isGuarded(field.register, known)) {
      const says = `"${field.name}" leads to a record of "${field.register}", which has a smallest count`
      found.at(where, says, 'write centre, organisation or none')
    }
  }
  return found.problems
}

/** What the measures so far have in common. */
interface Seen {
  /** How many count by a field, by the names of its register and its own. */
  counting: Map<string, number>
  /** The unit of what is added up, by register. */
  units: Map<string, string>
}

function checkCommitment(
  loaded: LoadedCommitment,
  folder: Folder,
  known: Known,
  { counting, units }: Seen,
): Problem[] {
  const found = new Found(loaded.source)
  for (const measure of loaded.value.measures) {
    const path = ['measures', measure.name]
    if (measure.derived) checkDerived(found, path, measure, loaded, folder, known)
    const register = known.registers.find(({ name }) => name === measure.register)
    const read = register && readBy(measure, register, known)
    if (!register || !read) continue
    checkReads(found, path, register, read.all, known)
    if (register.smallestCount === undefined) continue
    checkAmount(found, path, measure, register, units)
    checkParts(found, path, { ...register, smallestCount: register.smallestCount }, read.counted, counting)
  }
  return found.problems
}

/** A median is one record's amount, or lies between two. */
function checkDerived(
  found: Found,
  path: string[],
  { derived }: Measure,
  of: LoadedCommitment,
  folder: Folder,
  known: Known,
): void {
  if (!derived || !('quantile' in derived)) return
  const base = findMeasure(derived.quantile.of, of, folder)
  if (typeof base !== 'object' || !isGuarded(base.measure.register, known)) return
  const says = `"${base.measure.register}" has a smallest count, and a quantile tells the amount of a single record`
  found.at([...path, 'derived', 'quantile', 'of'], says, 'use a quotient')
}

interface Read {
  /** Every field on every path; undefined where that cannot be known. */
  all: FieldRead[] | undefined
  /** The register's own fields that decide what is counted, besides what is in scope. */
  counted: string[]
}

/** Undefined where an expression is wrong, which is said elsewhere. */
function readBy(measure: Measure, register: Register, known: Known): Read | undefined {
  const part = register.parts.find(({ name }) => name === measure.part)
  const scope = syntaxOf(part?.when ?? measure.outOf ?? undefined, 'bool')
  const counted = [syntaxOf(measure.counts, 'bool'), syntaxOf(measure.amount?.counts, 'int')]
  const all = [scope, ...counted, syntaxOf(measure.amount?.outOf, 'int')]
  if (all.includes('wrong')) return undefined
  const right = (each: Syntax | 'wrong' | undefined) => (typeof each === 'object' ? [each] : [])
  const names = counted.flatMap(right).flatMap(({ references }) => references.flatMap(firstStep))
  return {
    all: pathsOf(known, register, all.flatMap(right), measure.window),
    counted: [...new Set(names)],
  }

  function syntaxOf(expression: string | undefined, wants: 'bool' | 'int'): Syntax | 'wrong' | undefined {
    if (expression === undefined) return undefined
    const checked = checkExpression(expression, register, known, wants)
    return checked.ok ? checked.syntax : 'wrong'
  }
}

function firstStep({ steps }: Syntax['references'][number]): string[] {
  return steps[0] ? [steps[0].name] : []
}

/** A measure of one register that asks another what its records say counts those too. */
function checkReads(
  found: Found,
  path: string[],
  register: Register,
  reads: FieldRead[] | undefined,
  known: Known,
): void {
  const own = register.smallestCount ?? 0
  const reached = reads?.map((each) => each.register) ?? register.fields.flatMap(leadsTo)
  for (const name of new Set(reached)) {
    const needed = known.registers.find((each) => each.name === name)?.smallestCount ?? 0
    if (name === register.name || needed <= own) continue
    const says = `this reads records of "${name}", which has a smallest count of ${needed}`
    found.at([...path, 'register'], says, `give "${register.name}" smallestCount: ${needed}`)
  }
}

function leadsTo(field: Register['fields'][number]): string[] {
  return field.type === 'record' ? [field.register] : []
}

/** Rounded to 5 pence, a sum of pay tells the pay of each: what is added up counts one kind of thing, each once. */
function checkAmount(
  found: Found,
  path: string[],
  { amount }: Measure,
  { name, fields }: Register,
  units: Map<string, string>,
): void {
  for (const expression of new Set([amount?.counts, amount?.outOf])) {
    if (expression === undefined) continue
    const names = SUM.test(expression)
      ? [...expression.matchAll(/\w+(?= *(\+|$))/g)].map(([each]) => each)
      : []
    const added = fields.filter((field) => field.type === 'integer' && names.includes(field.name))
    const [unit, ...others] = new Set(
      added.map((field) => (field.type === 'integer' ? field.unit : undefined)),
    )
    const isOne =
      names.length > 0 && added.length === names.length && unit !== undefined && others.length === 0
    if (isOne && unit === (units.get(name) ?? unit)) units.set(name, unit)
    else {
      const says = `"${name}" has a smallest count, so only fields that count the same things can be added up`
      const instead = `name integer fields with one unit${units.has(name) ? `: ${units.get(name)}` : ', each once'}`
      found.atKey([...path, 'amount'], says, instead)
    }
  }
}

const SUM = /^ *record\.\w+( *\+ *record\.\w+)* *$/

/** Parts that add up to a whole tell more than each does: at the edges of their rounding, all of it. */
function checkParts(
  found: Found,
  path: string[],
  { name, smallestCount }: Register & { smallestCount: number },
  fields: readonly string[],
  counting: Map<string, number>,
): void {
  const most = Math.floor((smallestCount - 1) / 2)
  for (const field of fields) {
    const key = `${name}/${field}`
    const many = (counting.get(key) ?? 0) + 1
    counting.set(key, many)
    if (many <= most) continue
    const says = `${many} measures count "${name}" by "${field}": parts that add up tell more than rounding to ${smallestCount} can hide`
    found.atKey(path, says, `remove it, or give "${name}" smallestCount: ${2 * many + 1} or more`)
  }
}

function isGuarded(register: string | undefined, { registers }: Known): boolean {
  return registers.find(({ name }) => name === register)?.smallestCount !== undefined
}
