import { parseArgs } from 'node:util'

export const PARTS = ['figure', 'grid', 'import', 'page', 'site', 'commitments'] as const
export type Part = (typeof PARTS)[number]

export interface Options {
  parts: readonly Part[]
  /** How many entries or records; each part's own sizes where none are given. */
  sizes: readonly number[] | undefined
  /** Also what takes many minutes. */
  isFull: boolean
  /** Write the results into docs/benchmarks.md. */
  isWritten: boolean
}

export const USAGE = `npm run bench -- [${PARTS.join('] [')}] [--sizes 10000,100000] [--full] [--write]`

/** Reads what follows `npm run bench --`. A string says what is wrong with it. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        sizes: { type: 'string' },
        full: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
      },
    })
    const unknown = positionals.find((word) => !isPart(word))
    if (unknown !== undefined) return `There is no benchmark "${unknown}": write ${PARTS.join(', ')}.`
    const sizes = values.sizes?.split(',').map(Number)
    if (sizes?.some((size) => !Number.isInteger(size) || size < 1000)) {
      return 'Write --sizes as whole numbers from 1000, such as 10000,100000.'
    }
    const parts = positionals.filter(isPart)
    return { parts: parts.length ? parts : PARTS, sizes, isFull: values.full, isWritten: values.write }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isPart(word: string): word is Part {
  return PARTS.some((part) => part === word)
}
