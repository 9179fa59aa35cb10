import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml'
import type { Problem } from '../government.ts'
import { sourceOffset } from './scalars.ts'
import { faultsOf } from './syntax.ts'

export type Path = readonly PropertyKey[]

export interface Position {
  line: number
  column: number
}

/** One file of YAML: its value, and where in the file each part of it is written. */
export interface Source {
  file: string
  value: unknown
  /** Empty when the YAML itself could be read. */
  problems: Problem[]
  /** Where the value at a path is; of a missing one, where it should have been. */
  at(path: Path): Position
  /** The scalar at a path as it is written: 1.0 and not 1. */
  written(path: Path): string | undefined
  /** Where the key of a pair is. */
  atKey(path: Path): Position
  /** Where a character of the text at a path is: for expressions. */
  within(path: Path, offset: number): Position
  problem(position: Position, says: string, instead?: string): Problem
}

// A definition that repeats itself through aliases more than this is a mistake or an attack.
const MOST_ALIASES = 100

export function readYaml(file: string, text: string): Source {
  const lines = new LineCounter()
  const source = emptySource(file)
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      version: '1.2',
      schema: 'core',
    })
    const positionOf = (offset: number): Position => {
      const { line, col } = lines.linePos(offset)
      return { line: Math.max(1, line), column: Math.max(1, col) }
    }
    placePositions(source, document, text, positionOf)
    for (const { offset, says, instead } of faultsOf([...document.errors, ...document.warnings], text)) {
      source.problems.push(source.problem(positionOf(offset), says, instead))
    }
    if (source.problems.length === 0) source.value = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    source.problems.push(source.problem({ line: 1, column: 1 }, sayUnreadable(error)))
  }
  return source
}

/** A file that could not even be read as text. */
export function unreadable(file: string, position: Position, says: string, instead?: string): Source {
  const source = emptySource(file)
  source.problems.push(source.problem(position, says, instead))
  return source
}

function sayUnreadable(error: unknown): string {
  if (error instanceof RangeError) return 'this is nested too deeply to be read'
  if (error instanceof ReferenceError && error.message.includes('Excessive alias')) {
    return `aliases repeat more than ${MOST_ALIASES} values: write them out`
  }
  return `this is not YAML that can be read: ${error instanceof Error ? error.message : String(error)}`
}

function emptySource(file: string): Source {
  const start = (): Position => ({ line: 1, column: 1 })
  return {
    file,
    value: undefined,
    problems: [],
    at: start,
    written: () => undefined,
    atKey: start,
    within: start,
    problem: (position, says, instead) => ({ file, ...position, says, ...(instead ? { instead } : {}) }),
  }
}

function placePositions(
  source: Source,
  document: Document,
  text: string,
  positionOf: (offset: number) => Position,
) {
  const startOf = (node: Node | undefined): Position => positionOf(node?.range?.[0] ?? 0)
  source.at = (path) => {
    const { key, value, found } = follow(document, path)
    return startOf(found ? (value ?? key) : (key ?? value))
  }
  source.written = (path) => {
    const { value, found } = follow(document, path)
    return found && isScalar(value) ? value.source : undefined
  }
  source.atKey = (path) => {
    const { key, value } = follow(document, path)
    return startOf(key ?? value)
  }
  source.within = (path, offset) => {
    const { value, found } = follow(document, path)
    if (!found || !isScalar(value) || !value.range) return source.at(path)
    return positionOf(sourceOffset(text, value, offset))
  }
}

/** The node at a path, or the nearest above it that is there. */
function follow(document: Document, path: Path): { key?: Node; value?: Node; found: boolean } {
  let key: Node | undefined
  let value = resolved(document, document.contents)
  for (const step of path) {
    if (isMap(value)) {
      const pair = value.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) return { ...(key && { key }), ...(value && { value }), found: false }
      key = isNode(pair.key) ? pair.key : undefined
      value = resolved(document, pair.value)
    } else if (isSeq(value) && typeof step === 'number' && step in value.items) {
      key = undefined
      value = resolved(document, value.items[step])
    } else {
      return { ...(key && { key }), ...(value && { value }), found: false }
    }
  }
  return { ...(key && { key }), ...(value && { value }), found: true }
}

function resolved(document: Document, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document)
  return isNode(node) ? node : undefined
}
