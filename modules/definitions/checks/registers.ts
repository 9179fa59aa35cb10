import { builtInRegisters } from '../built-in.ts'
import type { Known } from '../expressions/fields.ts'
import type { Folder, Loaded } from '../folder.ts'
import type { Field, Problem, Register } from '../government.ts'
import { Found } from './found.ts'

// Columns of an import file that are not fields, and words that a condition reads otherwise.
const TAKEN_NAMES = new Set([
  'id',
  'organisation',
  'effectiveOn',
  'state',
  'basis',
  'source',
  'in',
  'true',
  'false',
  'null',
])

export function checkRegisters(folder: Folder, known: Known): Problem[] {
  return folder.registers.flatMap((loaded) => checkRegister(loaded, folder, known))
}

function checkRegister(
  { source, value: register }: Loaded<Register>,
  folder: Folder,
  known: Known,
): Problem[] {
  const found = new Found(source)
  const file = source.file.replace(/^.*\/|\.yaml$/g, '')
  if (builtInRegisters.some(({ name }) => name === register.name)) {
    found.at(['name'], `"${register.name}" is in every government already`, 'give this register another name')
  } else if (register.name !== file) {
    found.at(
      ['name'],
      `the name is "${register.name}" and the file's name is "${file}"`,
      'give both the same name',
    )
  }
  if (register.kind === 'snapshot' && register.period === undefined) {
    found.at(['kind'], 'a snapshot needs a period', 'add period: P3M, or how long each snapshot stands')
  }
  if (register.kind !== 'snapshot') {
    for (const key of ['period', 'carryForward'] as const) {
      if (register[key] !== undefined) found.atKey([key], `only a snapshot has "${key}"`, 'remove it')
    }
  }
  if (register.fields.length === 0) found.at(['fields'], 'a register needs at least one field')
  for (const field of register.fields) checkField(found, field, folder)
  for (const part of register.parts) {
    found.expression(['parts', part.name, 'when'], part.when, register, known, 'bool')
  }
  for (const [index, check] of register.checks.entries()) {
    found.expression(['checks', index, 'when'], check.when, register, known, 'bool')
  }
  return found.problems
}

function checkField(found: Found, field: Field, folder: Folder): void {
  const path = ['fields', field.name]
  if (TAKEN_NAMES.has(field.name)) {
    found.atKey(path, `a field cannot be called "${field.name}": the word is taken`, 'choose another word')
  }
  if (field.type === 'choice') {
    found.once(
      field.options,
      (option) => option,
      (index) => [...path, 'options', index],
      'options',
    )
  }
  if (field.type === 'assessment') {
    const slugs = [...folder.frameworks.map(({ value }) => value.slug), ...folder.broken.frameworks]
    found.known([...path, 'framework'], field.framework, slugs, 'framework')
  }
  if (field.type === 'record') {
    const names = [...folder.registers.map(({ value }) => value.name), ...folder.broken.registers]
    found.known([...path, 'register'], field.register, names, 'register')
  }
}
