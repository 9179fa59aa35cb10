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
      register.fields.filter((field) => isJudgedBy(field, framework)).map((field) => ({ register, field })),
    ),
    measures: promisesOf(government).filter((promised) =>
      withBases([promised]).some((each) => reads(government, each, framework)),
    ),
  }
}

function reads(government: Government, promised: Promised, framework: string): boolean {
  const { measure } = promised
  const register = registerOf(government, promised)
  if (!register || measure.derived) return false
  const fields = new Set(compileMeasure(government, register, measure).fields)
  return register.fields.some((field) => isJudgedBy(field, framework) && fields.has(field.name))
}

function isJudgedBy(field: Field, framework: string): boolean {
  return field.type === 'assessment' && field.framework === framework
}
