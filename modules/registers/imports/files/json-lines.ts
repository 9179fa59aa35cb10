import { FileFault } from '../problems.ts'
import { type Cell, LARGEST_ROW, type Listener, type Row } from './rows.ts'

const NEWLINE = 0x0a

/** The rows of a file with one JSON object on each line: {"id": "a", "risk": {"rating": "red"}} has a column risk.rating. */
export async function* jsonRows(text: AsyncIterable<Buffer>, listener: Listener): AsyncGenerator<Row> {
  const known = new Set<string>()
  let row = 0
  for await (const line of lines(text)) {
    row++
    if (line.trim() === '') continue
    const object = parsed(line)
    if (!object) {
      listener.wrong(
        row,
        'this line is not a JSON object',
        'Write one object on each line: {"id": "one", "effectiveOn": "2024-02-29"}',
      )
      continue
    }
    const cells = new Map<string, Cell>()
    const strange = flatten(object, '', cells)
    if (strange) {
      listener.wrong(
        row,
        `"${strange}" holds a list or is nested too deeply`,
        'Give it one value: text, a number, true or false',
      )
      continue
    }
    for (const name of cells.keys()) {
      if (known.has(name)) continue
      known.add(name)
      listener.columns([name], row)
    }
    yield { row, cells }
  }
  if (row === 0) throw new FileFault(null, 'the file is empty', 'Write one JSON object on each line')
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Puts an object's values among the cells; the name of one that no cell can hold, if there is one. */
function flatten(object: object, above: string, cells: Map<string, Cell>): string | undefined {
  for (const [key, value] of Object.entries(object)) {
    const name = above === '' ? key : `${above}.${key}`
    const cell: unknown = typeof value === 'string' ? value.trim() : value
    if (cell === null || cell === '') continue
    if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
      cells.set(name, cell)
    else if (typeof cell === 'object' && !Array.isArray(cell) && above === '') {
      const strange = flatten(cell, name, cells)
      if (strange) return strange
    } else return name
  }
  return undefined
}

async function* lines(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = []
  let length = 0
  let line = 1
  for await (const chunk of text) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString()
      parts = []
      length = 0
      line++
      start = end + 1
    }
    length += chunk.length - start
    if (length > LARGEST_ROW) {
      throw new FileFault(
        line,
        'this line is longer than a million characters',
        'Write one JSON object on each line',
      )
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  }
  if (length > 0) yield Buffer.concat(parts).toString()
}
