/* Where a framework is used. Pure. */
import { compileMeasure, type Field, type Government, type Register } from '#definitions'
import { type Promised, promisesOf, registerOf, withBases } from '#roadmaps'

export interface Uses {
  /** Registers whose records are judged by it, and the field that holds the assessment. */
  registers: { register: Register; field: Field }[]
  /** Measures that read what it gave, and those derived from them. */
  measures: Promised[]
}

export function usesOf(government: Government, framework: string): Uses {
  return {
    registers: government.registers.flatMap((register) =>
      register.fields
        .filter((field) => frameworkOf(field) === framework)
        .map((field) => ({ register, field })),
    ),
    measures: promisesOf(government).filter((promised) =>
      frameworksRead(government, promised).has(framework),
    ),
  }
}

/** The frameworks whose results a measure reads: of its records or of those they refer to, itself or by its bases. */
export function frameworksRead(government: Government, promised: Promised): Set<string> {
  return new Set(withBases([promised]).flatMap((each) => readDirectly(government, each)))
}

function readDirectly(government: Government, promised: Promised): string[] {
  const { measure } = promised
  const register = registerOf(government, promised)
  if (!register || measure.derived) return []
  const { reads, fields } = compileMeasure(government, register, measure)
  // Where its paths cannot be told, what it may read of its own records.
  const read = reads ?? fields.map((field) => ({ register: register.name, field }))
  return read.flatMap(({ register: name, field }) => {
    const of = government.registers.find((each) => each.name === name)
    return frameworkOf(of?.fields.find((each) => each.name === field)) ?? []
  })
}

function frameworkOf(field: Field | undefined): string | undefined {
  return field?.type === 'assessment' ? field.framework : undefined
}
