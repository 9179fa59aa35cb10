import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { randomNumbers } from '../timing.ts'
import { DAYS, dayAt } from './entries.ts'
import { ORGANISATIONS } from './government.ts'

export const COLUMNS = ['id', 'organisation', 'effectiveOn', 'source', 'red', 'funded'] as const

const LINES_AT_ONCE = 1000

/** An import file of the first register: each row is a new record. */
export async function writeRows(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(pieces(rows)), createWriteStream(path))
}

function* pieces(rows: number): Generator<string> {
  const random = randomNumbers(rows)
  const days = Array.from({ length: DAYS }, (_, i) => dayAt(i))
  yield `${COLUMNS.join(',')}\n`
  let piece = ''
  for (let row = 1; row <= rows; row++) {
    const organisation = ORGANISATIONS[Math.floor(random(ORGANISATIONS.length))]
    const red = random(100) < 70 ? 'yes' : 'no'
    const funded = random(100) < 5 ? '' : random(100) < 40 ? 'yes' : 'no'
    piece += `system-${row},${organisation},${days[Math.floor(random(DAYS))]},Survey,${red},${funded}\n`
    if (row % LINES_AT_ONCE === 0) {
      yield piece
      piece = ''
    }
  }
  yield piece
}
