import { cannotBeJudged, type Field, type Register, type Value, type Values } from '../government.ts'

/*
 * Values are stored as plain JSON; the expression language has whole numbers (bigint) beside decimals. What was
 * not answered is left out, so that reading it fails and the contribution is unknown.
 */

type CelValue = string | bigint | number | boolean | CelValues
interface CelValues {
  [name: string]: CelValue
}

export type ToCel = (values: Values) => CelValues

type Convert = (value: Value) => CelValue | undefined

/** Converts the named fields (all, if none are named) of a register's values. */
export function celValues(
  register: Register,
  registers: readonly Register[],
  only?: ReadonlySet<string>,
): ToCel {
  return converter(register, registers, only, true)
}

function converter(
  register: Register,
  registers: readonly Register[],
  only: ReadonlySet<string> | undefined,
  follow: boolean,
): ToCel {
  const fields = register.fields
    .filter(({ name }) => !only || only.has(name))
    .map((field) => ({ name: field.name, convert: converterOf(field, registers, follow) }))
  return (values) => {
    const converted: CelValues = {}
    for (const { name, convert } of fields) {
      const value = values[name]
      if (value === undefined || value === null) continue
      const made = convert(value)
      if (made !== undefined) converted[name] = made
    }
    return converted
  }
}

function converterOf(field: Field, registers: readonly Register[], follow: boolean): Convert {
  switch (field.type) {
    case 'text':
    case 'choice':
    case 'link':
    case 'date':
      return (value) => (typeof value === 'string' ? value : undefined)
    case 'integer':
      return wholeNumber
    case 'decimal':
      return decimal
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : undefined)
    case 'assessment':
      return assessment
    case 'record': {
      const other = registers.find(({ name }) => name === field.register)
      const convert = follow && other ? converter(other, registers, undefined, false) : undefined
      return (value) => (convert && isValues(value) ? convert(value) : undefined)
    }
  }
}

function wholeNumber(value: Value): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && /^-?\d{1,18}$/.test(value) ? BigInt(value) : undefined
}

function decimal(value: Value): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
}

function assessment(value: Value): CelValues | undefined {
  if (!isValues(value)) return undefined
  const converted: CelValues = {}
  if (typeof value.rating === 'string' && value.rating !== cannotBeJudged) converted.rating = value.rating
  const score = value.score === undefined ? undefined : decimal(value.score)
  if (score !== undefined) converted.score = score
  return converted
}

function isValues(value: Value): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
