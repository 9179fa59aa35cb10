import { type Government, type Register, suggestion } from '#definitions'
import type { NewStatement } from '../../statements/queries.ts'
import { SAYS, type Says } from '../../statements/rules.ts'
import type { Cell, Row } from '../files/rows.ts'
import { show } from './cells.ts'
import { readDay, readOrganisation, readWords, type Say } from './own-columns.ts'

export interface StatementReader {
  readonly columns: readonly string[]
  readonly needed: readonly string[]
  read(row: Row, say: Say): NewStatement | undefined
}

/** What reads statements, whether rows of a file or items of a batch. */
export function statementReader(government: Government, source: string): StatementReader {
  const organisations = new Map(government.organisations.map((each) => [each.slug, each]))
  return {
    columns: ['organisation', 'register', 'part', 'effectiveOn', 'says', 'note', 'source'],
    needed: ['organisation', 'register', 'effectiveOn', 'says'],
    read({ cells }, report) {
      let isRight = true
      const say: Say = (level, ...rest) => {
        if (level === 'error') isRight = false
        report(level, ...rest)
      }
      const effectiveOn = readDay(cells.get('effectiveOn'), say)
      const organisation = readOrganisation(organisations, cells.get('organisation'), effectiveOn, say)
      const register = readRegister(government, cells.get('register'), say)
      const part = readPart(register, cells.get('part'), say)
      const says = readSays(cells.get('says'), say)
      const note = readWords('note', cells.get('note'), '', say)
      const ownSource = readWords('source', cells.get('source'), source, say)
      if (!isRight || !register || !says) return undefined
      return { organisation, register: register.name, part, effectiveOn, says, note, source: ownSource }
    },
  }
}

function readRegister(government: Government, cell: Cell | undefined, say: Say): Register | undefined {
  const name = cell === undefined ? '' : String(cell)
  const register = government.registers.find((each) => each.name === name)
  if (register) return register
  const names = government.registers.map((each) => each.name)
  const says = name === '' ? 'the register is missing' : `there is no register ${show(name)}`
  say('error', 'register', says, suggestion(name, names).instead)
  return undefined
}

function readPart(register: Register | undefined, cell: Cell | undefined, say: Say): string | null {
  if (cell === undefined || !register) return null
  const name = String(cell)
  if (register.parts.some((part) => part.name === name)) return name
  const names = register.parts.map((part) => part.name)
  const instead =
    names.length > 0
      ? suggestion(name, names).instead
      : 'leave it empty: the statement is then of the whole register'
  say('error', 'part', `the register ${register.name} has no part ${show(name)}`, instead)
  return null
}

function readSays(cell: Cell | undefined, say: Say): Says | undefined {
  const said = SAYS.find((each) => each === cell)
  if (said) return said
  const says =
    cell === undefined
      ? 'what the organisation says is missing'
      : `${show(cell)} is not something to say of a register`
  say('error', 'says', says, suggestion(String(cell ?? ''), SAYS).instead)
  return undefined
}
