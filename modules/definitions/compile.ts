import { parseToEvaluate } from './expressions/environment.ts'
import { type FieldRead, fieldsOfWhole, fieldsOnPath, type Known } from './expressions/fields.ts'
import { type Syntax, syntaxOf } from './expressions/syntax.ts'
import { celValues } from './expressions/values.ts'
import type { Government, Register, Values } from './government.ts'
import { measureVersion } from './hash.ts'
import type { Measure, Window } from './roadmap.ts'

/** What one record adds to one measure. */
export interface Contribution {
  counted: number
  outOf: number
  unknown: number
}

export interface RecordInput {
  record: Values
  /** The record's values so far, oldest first. */
  ever: readonly Values[]
}

export interface CompiledMeasure {
  version: string
  register: string
  /** Fields of the record that are read. */
  fields: string[]
  /** Those of them that refer to another record. */
  references: string[]
  /** Every field on every path that is read, those of other records too. Undefined where that cannot be known. */
  reads: FieldRead[] | undefined
  usesEver: boolean
  window?: Window
  /** Null when the record is out of scope. */
  evaluate(input: RecordInput): Contribution | null
}

export interface CompiledCondition {
  fields: string[]
  references: string[]
  usesEver: boolean
  /** Undefined when an input is missing. */
  evaluate(input: RecordInput): boolean | undefined
}

type Program = (context: { record: unknown; ever: unknown[] }) => unknown

const compiled = new WeakMap<Measure, { government: Government; measure: CompiledMeasure }>()

/** For a measure over a register (not a derived one) that has been checked: throws for no record. */
export function compileMeasure(
  government: Government,
  register: Register,
  measure: Measure,
): CompiledMeasure {
  const known = compiled.get(measure)
  if (known?.government === government) return known.measure
  const made = compileAfresh(government, register, measure)
  compiled.set(measure, { government, measure: made })
  return made
}

/** For the condition of a part or a check. */
export function compileCondition(
  government: Government,
  register: Register,
  when: string,
): CompiledCondition {
  const { program, syntax } = programOf(when)
  const reads = readsOf([syntax], register)
  const context = contextMaker(government, register, reads)
  return {
    fields: reads.fields,
    references: reads.references,
    usesEver: reads.usesEver,
    evaluate: (input) => truth(program, context(input)),
  }
}

function compileAfresh(government: Government, register: Register, measure: Measure): CompiledMeasure {
  const part = register.parts.find(({ name }) => name === measure.part)
  const scope = optionalProgram(part?.when ?? measure.outOf ?? undefined)
  const counts = optionalProgram(measure.counts)
  const amountCounted = optionalProgram(measure.amount?.counts)
  const amountOutOf = optionalProgram(measure.amount?.outOf)
  const syntaxes = [scope, counts, amountCounted, amountOutOf].flatMap((each) => (each ? [each.syntax] : []))
  const reads = readsOf(syntaxes, register, measure.window)
  const context = contextMaker(government, register, reads)
  const hasDenominator = measure.outOf !== null

  return {
    version: measureVersion(measure, register),
    register: register.name,
    fields: reads.fields,
    references: reads.references,
    reads: pathsOf(government, register, syntaxes, measure.window),
    usesEver: reads.usesEver,
    ...(measure.window && { window: measure.window }),
    evaluate: (input) => {
      const values = context(input)
      const inScope = scope ? truth(scope.program, values) : true
      if (inScope === undefined) return { counted: 0, outOf: 0, unknown: 1 }
      if (!inScope) return null
      const outOf = hasDenominator ? amount(amountOutOf?.program, values) : 0
      if (outOf === undefined) return { counted: 0, outOf: 0, unknown: 1 }
      const counted = counts ? truth(counts.program, values) : true
      if (counted === false) return { counted: 0, outOf, unknown: 0 }
      const added = amount(amountCounted?.program, values)
      if (counted === undefined) return { counted: 0, outOf, unknown: hasDenominator ? outOf : (added ?? 1) }
      if (added === undefined) return { counted: 0, outOf, unknown: hasDenominator ? outOf : 1 }
      return { counted: added, outOf, unknown: 0 }
    },
  }
}

function truth(program: Program, context: { record: unknown; ever: unknown[] }): boolean | undefined {
  const value = attempt(program, context)
  return typeof value === 'boolean' ? value : undefined
}

/** A whole number that is exact as a JavaScript number; 1 where the measure names no amount. */
function amount(
  program: Program | undefined,
  context: { record: unknown; ever: unknown[] },
): number | undefined {
  if (!program) return 1
  const value = attempt(program, context)
  if (typeof value !== 'bigint') return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** Whatever goes wrong in a checked expression is an input that is missing or cannot be reckoned with. */
function attempt(program: Program, context: { record: unknown; ever: unknown[] }): unknown {
  try {
    return program(context)
  } catch {
    return undefined
  }
}

interface Reads {
  fields: string[]
  references: string[]
  usesEver: boolean
}

function readsOf(syntaxes: Syntax[], register: Register, window?: Window): Reads {
  const names = new Set(window ? [window.from] : [])
  for (const { references } of syntaxes) {
    for (const { steps } of references) if (steps[0]) names.add(steps[0].name)
  }
  const whole = syntaxes.some((syntax) => syntax.whole)
  const fields = register.fields.filter(({ name }) => whole || names.has(name))
  return {
    fields: fields.map(({ name }) => name),
    references: fields.filter(({ type }) => type === 'record').map(({ name }) => name),
    usesEver: syntaxes.some((syntax) => syntax.usesEver),
  }
}

/** Who may see what a measure adds depends on all that it reads, so nothing here may be left out. */
export function pathsOf(
  known: Known,
  register: Register,
  syntaxes: readonly Syntax[],
  window?: Window,
): FieldRead[] | undefined {
  if (syntaxes.some((syntax) => syntax.wholeEver)) return undefined
  const paths = syntaxes.flatMap(({ references, whole }) => [
    ...references.map((reference) => fieldsOnPath(reference, register, known)),
    ...(whole ? [fieldsOfWhole(register, known)] : []),
  ])
  if (window) {
    const from = { steps: [{ name: window.from, offset: 0 }], offset: 0, ever: false }
    paths.push(fieldsOnPath(from, register, known))
  }
  return paths.every((path) => path !== undefined) ? paths.flat() : undefined
}

function contextMaker(government: Government, register: Register, reads: Reads) {
  const convert = celValues(register, government.registers, new Set(reads.fields))
  const convertAll = celValues(register, government.registers)
  return ({ record, ever }: RecordInput) => ({
    record: convert(record),
    ever: reads.usesEver ? ever.map(convertAll) : [],
  })
}

const programs = new Map<string, { program: Program; syntax: Syntax }>()
const MOST_PROGRAMS = 5_000

function optionalProgram(expression: string | undefined) {
  return expression === undefined ? undefined : programOf(expression)
}

function programOf(expression: string): { program: Program; syntax: Syntax } {
  const known = programs.get(expression)
  if (known) return known
  const parsed = parseToEvaluate(expression)
  const made = {
    program: (context: { record: unknown; ever: unknown[] }): unknown => parsed(context),
    syntax: syntaxOf(parsed.ast),
  }
  if (programs.size >= MOST_PROGRAMS) programs.clear()
  programs.set(expression, made)
  return made
}
