import type { z } from 'zod'
import type { Problem } from '../government.ts'
import { orList } from '../sources/problems.ts'
import { nearest, suggestion } from '../sources/spelling.ts'
import type { Path, Source } from '../sources/yaml.ts'
import { keysAt, ownersOf } from './keys.ts'

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problems: Problem[] }

/** Reads a file's value by its schema; each thing wrong is placed on the offending key. */
export function parsed<Schema extends z.ZodType>(schema: Schema, source: Source): Parsed<z.output<Schema>> {
  if (source.problems.length > 0) return { ok: false, problems: source.problems }
  if (source.value === null || source.value === undefined) {
    const instead = 'write what it is to hold, or remove it'
    return { ok: false, problems: [source.problem({ line: 1, column: 1 }, 'the file is empty', instead)] }
  }
  const result = schema.safeParse(source.value, { error: plainWords })
  if (result.success) return { ok: true, value: result.data }
  const placed = result.error.issues.flatMap((issue) => placedProblems(issue, [], schema, source))
  const misspelt = new Set(placed.flatMap(({ meant }) => (meant === undefined ? [] : [meant])))
  const told = placed.filter(({ missing }) => missing === undefined || !misspelt.has(missing))
  return { ok: false, problems: told.map(({ problem }) => problem) }
}

interface Placed {
  problem: Problem
  /** The key that is missing. */
  missing?: string
  /** The missing key that an unknown one was probably meant to be: one mistake, said once. */
  meant?: string
}

type Issue = z.core.$ZodIssue

function placedProblems(issue: Issue, above: Path, schema: z.ZodType, source: Source): Placed[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const known = keysAt(schema, path)
      const near = nearest(key, known)
      const position = source.atKey([...path, key])
      if (near === key) return { problem: wordedProblem(source, position, sayElsewhere(schema, path, key)) }
      const problem = source.problem(position, `there is no "${key}" here`, suggestion(key, known).instead)
      return { problem, ...(near !== undefined && { meant: written([...path, near]) }) }
    })
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = likeliestBranch(issue.errors, source.value, path)
    if (branch) return branch.flatMap((each) => placedProblems(each, path, schema, source))
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((each) => ({ problem: wordedProblem(source, source.atKey(path), each.message) }))
  }
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return [{ problem: wordedProblem(source, source.at(path), sayChoice(issue, source, path)) }]
  }
  if (valueAt(source.value, path) === undefined) {
    return [
      { problem: wordedProblem(source, source.at(path), sayMissing(path, issue)), missing: written(path) },
    ]
  }
  return [{ problem: wordedProblem(source, source.at(path), issue.message) }]
}

function written(path: Path): string {
  return JSON.stringify(path.map(String))
}

function wordedProblem(source: Source, position: { line: number; column: number }, message: string): Problem {
  const [says = '', instead] = message.split('\n')
  return source.problem(position, says, instead)
}

/** What is missing, and what could be written, where that is one of a few. A schema may say it better. */
function sayMissing(path: Path, issue?: Issue): string {
  const key = String(path.at(-1))
  const says = `"${key}" is missing here`
  if (issue?.message.startsWith(says)) return issue.message
  if (issue?.code === 'invalid_type' && issue.expected === 'boolean')
    return `${says}\nadd ${key}: true or ${key}: false`
  if (issue?.code !== 'invalid_value') return says
  return `${says}\nadd ${orList(issue.values.map((value) => `${key}: ${String(value)}`))}`
}

/** A key that is known here, but goes with another type, or another rule. */
function sayElsewhere(schema: z.ZodType, path: Path, key: string): string {
  const owners = ownersOf(schema, path, key)
  if (!owners) return `"${key}" does not go with the rest of what is written here\nremove it`
  const { discriminator, values } = owners
  const who = values.map((value) =>
    discriminator === 'type' ? withArticle(value) : `the ${discriminator} "${value}"`,
  )
  const [first = ''] = values
  const write = `${discriminator}: ${values.length === 1 ? first : orList(values)}`
  return `only ${orList(who)} has "${key}"\nwrite ${write}, or remove it`
}

function withArticle(noun: string): string {
  if (noun.endsWith('s')) return `a question of ${noun}`
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function sayChoice(issue: Issue & { code: 'invalid_union' }, source: Source, path: Path): string {
  const written = valueAt(source.value, path)
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
  if (written === undefined) return `${sayMissing(path)}\nuse ${orList(options.map((each) => `"${each}"`))}`
  return sayOneOf(written, options)
}

function sayOneOf(written: unknown, options: string[]): string {
  const { instead } = suggestion(String(written), options)
  return `${show(written)} is not one of the choices here${instead ? `\n${instead}` : ''}`
}

/** Of several shapes a value may take, the one its author most likely meant. */
function likeliestBranch(branches: Issue[][], root: unknown, path: Path): Issue[] | undefined {
  const value = valueAt(root, path)
  const written = typeof value === 'object' && value !== null ? new Set(Object.keys(value)) : undefined
  let best: { issues: Issue[]; cost: number } | undefined
  for (const issues of branches) {
    let cost = 0
    for (const issue of issues) {
      if (issue.path.length === 0 && issue.code === 'invalid_type') cost += 100
      else if (issue.code === 'unrecognized_keys') cost += 10 * issue.keys.length
      else if (issue.code === 'invalid_type' && !written?.has(String(issue.path[0]))) cost += 5
      else cost += 1
    }
    if (!best || cost < best.cost) best = { issues, cost }
  }
  return best && best.cost < 100 ? best.issues : undefined
}

function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === null) return 'nothing is written here\nfill it in, or remove the line'
      return `${show(issue.input)} is not ${nounFor(issue.expected)}${hint(issue.expected, issue.input)}`
    case 'invalid_union':
      return `${show(issue.input)} does not fit here${hint('string', issue.input)}`
    case 'invalid_value':
      return sayOneOf(issue.input, issue.values.map(String))
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${show(issue.input)} is too small\nuse ${issue.minimum} or more`
        : 'this is empty\nfill it in, or remove the line'
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${show(issue.input)} is too large\nuse ${issue.maximum} or less`
        : `this is too long\nuse ${issue.maximum} or fewer`
    case 'invalid_format':
      return `${show(issue.input)} is not written as it should be`
    default:
      return undefined
  }
}

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of named values',
  record: 'a group of named values',
}

function nounFor(expected: string): string {
  return NOUNS[expected] ?? expected
}

function hint(expected: string, input: unknown): string {
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')) {
    return `\nput quotes round it: "${input}"`
  }
  if (expected === 'array') return '\nwrite each item on its own line after a hyphen, or [one, two]'
  return ''
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a group of named values'
  const written = String(value)
  return `"${written.length > 60 ? `${written.slice(0, 57)}...` : written}"`
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = Reflect.get(current, step)
  }
  return current
}
