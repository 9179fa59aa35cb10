import type { ASTNode } from '@marcbachmann/cel-js'
import { isDate } from '#shared/dates'
import { cannotBeJudged, type Register } from '../government.ts'
import { ratingsOf } from '../results.ts'
import { sayNoDate } from '../sources/dates.ts'
import { nearest, suggestion } from '../sources/spelling.ts'
import { typedEnvironment } from './environment.ts'
import { type Known, reach } from './fields.ts'
import { type Fault, sayCelError } from './plain-words.ts'
import { type Comparison, type Syntax, syntaxOf } from './syntax.ts'

type Checked = { ok: true; syntax: Syntax; type: string } | { ok: false; faults: Fault[] }

/** Everything wrong with an expression over a register's records that can be seen without evaluating it. */
export function checkExpression(
  expression: string,
  register: Register,
  known: Known,
  wants: 'bool' | 'int',
): Checked {
  const environment = typedEnvironment(register, known.registers)
  let tree: ASTNode
  try {
    tree = environment.parse(expression).ast
  } catch (error) {
    return { ok: false, faults: [sayCelError(error, expression)] }
  }
  const syntax = syntaxOf(tree)
  const faults = [
    ...strangersIn(syntax, register),
    ...unknownFields(syntax, register, known),
    ...refused(syntax),
  ]
  faults.push(...syntax.comparisons.flatMap((each) => wrongLiterals(each, register, known)))
  const unknowable = syntax.references.some((each) => reach(each, register, known).kind === 'unknowable')
  if (faults.length === 0 && !unknowable) faults.push(...typeFaults(expression, register, known, wants))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, syntax, type: wants }
}

function strangersIn(syntax: Syntax, register: Register): Fault[] {
  return syntax.strangers.map(({ name, offset }) => {
    const says = `"${name}" means nothing here`
    if (register.fields.some((field) => field.name === name))
      return { offset, says, instead: `write record.${name}` }
    const near = nearest(name, ['record', 'ever'])
    const instead = near ? `did you mean "${near}"?` : 'text goes in quotes, a field is written record.name'
    return { offset, says, instead }
  })
}

function unknownFields(syntax: Syntax, register: Register, known: Known): Fault[] {
  return syntax.references.flatMap((reference): Fault[] => {
    const reached = reach(reference, register, known)
    if (reference.ever && reference.steps.length > 1 && 'field' in reached && reached.register !== register) {
      return [{ offset: reference.offset, says: 'the history holds only the values of the record itself' }]
    }
    if (reached.kind === 'unreachable') {
      return [{ offset: reference.steps[reached.at]?.offset ?? reference.offset, says: reached.says }]
    }
    if (reached.kind === 'unknown') {
      const step = reference.steps[reached.at]
      const name = step?.name ?? ''
      const says = `${reached.register.name} has no field "${name}"`
      return [{ offset: step?.offset ?? reference.offset, says, ...suggestion(name, reached.known) }]
    }
    return []
  })
}

function refused(syntax: Syntax): Fault[] {
  const faults: Fault[] = syntax.calls
    .filter(({ name }) => name === 'matches')
    .map(({ offset }) => ({
      offset,
      says: 'patterns are not allowed: some take for ever',
      instead: 'use startsWith, endsWith or contains, or make the field a choice',
    }))
  if (syntax.deepestLoop > 2)
    faults.push({ offset: 0, says: 'this goes through the history more than twice over' })
  return faults
}

function wrongLiterals({ reference, literals }: Comparison, register: Register, known: Known): Fault[] {
  const reached = reach(reference, register, known)
  if (reached.kind === 'rating' && reached.field.type === 'assessment') {
    // A rating that could not be judged is a missing input, so nothing can be equal to it.
    const ratings = ratingsOf(reached.field.framework, known.frameworks).filter(
      (each) => each !== cannotBeJudged,
    )
    const framework = reached.field.framework
    if (ratings.length === 0) return []
    return notAmong(literals, ratings, (value) => `${framework} never gives the result "${value}"`)
  }
  if (reached.kind !== 'field') return []
  const { field } = reached
  if (field.type === 'choice') {
    return notAmong(literals, field.options, (value) => `"${value}" is not an option of "${field.name}"`)
  }
  if (field.type === 'date') {
    return literals
      .filter(({ value }) => !isDate(value))
      .map(({ value, offset }) => ({
        offset,
        ...notADate(value, field.name),
      }))
  }
  if (field.type === 'assessment') {
    const { offset } = reference
    const says = `"${field.name}" is an assessment: it has a rating and a score`
    return [{ offset, says, instead: `write record.${field.name}.rating` }]
  }
  return []
}

function notADate(value: string, field: string): { says: string; instead?: string } {
  const says = sayNoDate(value)
  if (says !== undefined) return { says }
  return {
    says: `"${value}" is not a date, and "${field}" is`,
    instead: 'write it as YYYY-MM-DD, for example "2024-02-29"',
  }
}

function notAmong(
  literals: Comparison['literals'],
  options: string[],
  says: (value: string) => string,
): Fault[] {
  return literals
    .filter(({ value }) => !options.includes(value))
    .map(({ value, offset }) => ({ offset, says: says(value), ...suggestion(value, options) }))
}

function typeFaults(expression: string, register: Register, known: Known, wants: 'bool' | 'int'): Fault[] {
  const result = typedEnvironment(register, known.registers).check(expression)
  if (!result.valid) return [sayCelError(result.error, expression)]
  if (result.type === wants) return []
  const is = result.type === 'dyn' ? 'something unknown' : (TYPE_NAMES[result.type ?? ''] ?? result.type)
  return wants === 'bool'
    ? [
        {
          offset: 0,
          says: `this gives ${is}, and must be true or false`,
          instead: 'compare it with something',
        },
      ]
    : [{ offset: 0, says: `this gives ${is}, and must be a whole number`, instead: 'name an integer field' }]
}

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  double: 'a decimal number',
  bool: 'true or false',
  list: 'a list',
  map: 'a group of values',
}
