import { Environment, type ObjectSchema } from '@marcbachmann/cel-js'
import type { Field, Register } from '../government.ts'

// An expression is read by people and evaluated for every record: past this it is a program, not a condition.
const limits = {
  maxAstNodes: 400,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 20,
  maxCallArguments: 8,
}

const loose = new Environment({ limits }).registerVariable('record', 'map').registerVariable('ever', 'list')

/** For evaluating: twice as fast as the typed one, and an expression is only evaluated once it has been checked. */
export function parseToEvaluate(expression: string) {
  return loose.parse(expression)
}

const typed = new WeakMap<Register, { among: readonly Register[]; environment: Environment }>()

/** For checking: knows the type of every field of the register, and of the records it refers to. */
export function typedEnvironment(register: Register, registers: readonly Register[]): Environment {
  const known = typed.get(register)
  if (known?.among === registers) return known.environment
  const environment = new Environment({ limits })
    .registerVariable({ name: 'record', schema: schemaOf(register, registers, true) })
    .registerVariable('ever', 'list<dyn>')
  typed.set(register, { among: registers, environment })
  return environment
}

function schemaOf(register: Register, registers: readonly Register[], follow: boolean): ObjectSchema {
  const schema: ObjectSchema = {}
  for (const field of register.fields) {
    const type = celType(field, registers, follow)
    if (type !== undefined) schema[field.name] = type
  }
  return schema
}

function celType(
  field: Field,
  registers: readonly Register[],
  follow: boolean,
): string | ObjectSchema | undefined {
  switch (field.type) {
    case 'text':
    case 'choice':
    case 'link':
    case 'date':
      return 'string'
    case 'integer':
      return 'int'
    case 'decimal':
      return 'double'
    case 'boolean':
      return 'bool'
    case 'assessment':
      return { rating: 'string', score: 'double' }
    case 'record': {
      const other = registers.find(({ name }) => name === field.register)
      return follow && other ? schemaOf(other, registers, false) : undefined
    }
  }
}
