import type { Known } from '../expressions/fields.ts'
import type { Folder, Loaded } from '../folder.ts'
import { milestoneChanges, type Register, statedValues } from '../government.ts'
import type { Commitment, Measure } from '../roadmap.ts'
import { checkDerived } from './derived.ts'
import { type Checked, Found } from './found.ts'
import { warnOfPresence } from './presence.ts'
import { checkTarget } from './targets.ts'

export function checkMeasures(folder: Folder, known: Known): Checked {
  const found = folder.commitments.map((loaded) => checkCommitmentMeasures(loaded, folder, known))
  return {
    problems: found.flatMap(({ problems }) => problems),
    warnings: found.flatMap(({ warnings }) => warnings),
  }
}

type LoadedCommitment = Loaded<Commitment> & { roadmap: string }

function checkCommitmentMeasures(loaded: LoadedCommitment, folder: Folder, known: Known): Checked {
  const found = new Found(loaded.source)
  for (const measure of loaded.value.measures) {
    const path = ['measures', measure.name]
    if (measure.derived) {
      refuseBeside(found, path, measure)
      checkDerived(found, path, measure, loaded, folder)
    } else {
      checkBase(found, path, measure, folder, known)
    }
    if (measure.target) checkTarget(found, [...path, 'target'], measure.target, measure)
  }
  return found
}

const COMPUTING = ['register', 'part', 'outOf', 'counts', 'amount', 'window'] as const

function refuseBeside(found: Found, path: string[], measure: Measure): void {
  for (const key of COMPUTING) {
    if (measure[key] === undefined) continue
    // How many organisations pass may be a count alone, where nobody knows how many could.
    if (key === 'outOf' && measure.outOf === null && measure.derived && 'organisations' in measure.derived)
      continue
    found.atKey(
      [...path, key],
      `a derived measure has no "${key}": it is made from other measures`,
      'remove it',
    )
  }
}

function checkBase(found: Found, path: string[], measure: Measure, folder: Folder, known: Known): void {
  if (measure.register === undefined) {
    found.atKey(
      path,
      `"${measure.name}" names neither a register nor what it is derived from`,
      'add register: or derived:',
    )
    return
  }
  // With outOf: null a part says which records a count is made from, without becoming its denominator.
  if (measure.part !== undefined && typeof measure.outOf === 'string') {
    found.atKey([...path, 'outOf'], 'a measure has part or outOf, not both', 'keep one of them')
  }
  if (measure.part === undefined && measure.outOf === undefined) {
    const instead = 'add outOf: a condition, part: a part of the register, or outOf: null for a count'
    found.atKey(path, `"${measure.name}" does not say what it is counted out of`, instead)
  }
  if (measure.register === statedValues) {
    found.at([...path, 'register'], 'stated values are shown with their source and never counted')
    return
  }
  if (measure.register === milestoneChanges) {
    found.at([...path, 'register'], 'milestones are shown with their commitment and never counted')
    return
  }
  if (folder.broken.registers.has(measure.register)) return
  const names = [...folder.registers.map(({ value }) => value.name), ...folder.broken.registers]
  if (!found.known([...path, 'register'], measure.register, names, 'register')) return
  const register = known.registers.find(({ name }) => name === measure.register)
  if (register) checkAgainst(found, path, measure, register, known)
}

function checkAgainst(
  found: Found,
  path: string[],
  measure: Measure,
  register: Register,
  known: Known,
): void {
  const { part, outOf, counts, amount, window } = measure
  if (part !== undefined && register.parts.length === 0) {
    found.at([...path, 'part'], `${register.name} has no parts`, 'add parts: to the register, or write outOf')
  } else if (part !== undefined) {
    found.known(
      [...path, 'part'],
      part,
      register.parts.map(({ name }) => name),
      `part of ${register.name} called`,
    )
  }
  if (typeof outOf === 'string') found.expression([...path, 'outOf'], outOf, register, known, 'bool')
  if (counts !== undefined) {
    found.expression([...path, 'counts'], counts, register, known, 'bool')
    warnOfPresence(found, [...path, 'counts'], counts, register, known)
  }
  const writtenOnce = typeof valueAt(found.source.value, [...path, 'amount']) === 'string'
  if (amount?.counts !== undefined) {
    found.expression(
      [...path, 'amount', ...(writtenOnce ? [] : ['counts'])],
      amount.counts,
      register,
      known,
      'int',
    )
  }
  if (amount?.outOf !== undefined && !writtenOnce) {
    found.expression([...path, 'amount', 'outOf'], amount.outOf, register, known, 'int')
  }
  if (amount?.outOf !== undefined && outOf === null && !writtenOnce) {
    found.atKey(
      [...path, 'amount', 'outOf'],
      'a count has no denominator, so nothing is added to it',
      'remove it',
    )
  }
  if (window) {
    const where = [...path, 'window', 'from']
    const dates = register.fields.filter(({ type }) => type === 'date').map(({ name }) => name)
    const field = register.fields.find(({ name }) => name === window.from)
    if (field && field.type !== 'date')
      found.at(where, `"${window.from}" is ${field.type}, and a window begins on a date`)
    else found.known(where, window.from, dates, 'date field')
  }
}

function valueAt(value: unknown, path: string[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Reflect.get(current, step)
  }
  return current
}
