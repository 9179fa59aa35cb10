/* What a register is, in words. Pure. */
import type { Disclosure, Field, Government, Register } from '#definitions'
import type { Cell } from '#design'
import type { Words } from '#platform/messages'
import { textCell } from '../sentences/cells.ts'

/** Each record stands until it is changed; or for its period; or is something that happened. */
export function sayKind(words: Words, { kind, period, carryForward }: Register): string {
  if (kind !== 'snapshot' || period === undefined) return words.say(`progress.registers.kind.${kind}`)
  const key = carryForward ? 'carried' : 'snapshot'
  return words.say(`progress.registers.kind.${key}`, { period: sayPeriod(words, period) })
}

const UNITS: Record<string, string> = { Y: 'years', M: 'months', W: 'weeks', D: 'days' }

function sayPeriod(words: Words, period: string): string {
  const parts = [...period.matchAll(/(\d+)([YMWD])/g)]
  return words.list(
    parts.map(([, count, unit = '']) =>
      words.say(`progress.registers.period.${UNITS[unit]}`, { count: Number(count) }),
    ),
  )
}

/** Who may see a field, in plain words. Of an assessment all that is public is its result. */
export function sayDisclosure(words: Words, { type }: Field, disclose: Disclosure): string {
  const isResult = type === 'assessment' && disclose === 'public'
  return words.say(`progress.registers.disclose.${isResult ? 'result' : disclose}`)
}

/** What kind of thing a field holds; by what an assessment is judged, and which register another record is in. */
export function kindCell(words: Words, { frameworks, registers }: Government, field: Field): Cell {
  if (field.type === 'assessment') {
    const framework = frameworks.find(({ slug }) => slug === field.framework)
    const title = framework ? words.text(framework.title).says : field.framework
    return {
      says: words.say('progress.registers.type.assessment', { framework: title }),
      href: `/frameworks/${field.framework}`,
    }
  }
  if (field.type === 'record') {
    const register = registers.find(({ name }) => name === field.register)
    return textCell(words, register?.title ?? { en: field.register }, `/registers/${field.register}`)
  }
  const says = words.say(`progress.registers.type.${field.type}`)
  if (field.type === 'choice') return { says: `${says}: ${field.options.join(', ')}` }
  return { says: field.type === 'integer' && field.unit ? `${says} (${field.unit})` : says }
}

/** The frameworks by which its records are judged. */
export function frameworksOf(register: Register, { frameworks }: Government) {
  const slugs = new Set(
    register.fields.flatMap((field) => (field.type === 'assessment' ? [field.framework] : [])),
  )
  // Its versions have one page between them.
  return frameworks.filter(
    ({ slug }, at) => slugs.has(slug) && frameworks.findIndex((each) => each.slug === slug) === at,
  )
}
