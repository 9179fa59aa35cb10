import { parseArgs } from 'node:util'
import type { z } from 'zod'
import type { Config } from './config.ts'
import { meant } from './meant.ts'
import type { Database } from './modules.ts'

/** 0: done. 1: refused, or something is wrong. 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2

/** What a command works with, whether it runs by itself or inside the site. */
export interface Work {
  readonly config: Config
  /** The folder that the command was given in. */
  readonly cwd: string
  /** A line of its answer. */
  out(line: string): void
  /** A line beside the answer: progress, warnings, what is wrong. */
  say(line: string): void
  /** Asks the person a question. The answer is empty where nobody gives one. */
  ask(question: string): Promise<string>
  /** Aborted when the person has given up. */
  readonly signal: AbortSignal
  /** The database, opened when first asked for. */
  database(): Promise<Database>
  /** The database as it is, neither made nor brought up to date. Undefined where there is none. */
  look(): Promise<Database | undefined>
}

export interface Option {
  /** What it takes, for the help: DATE. Without it, it is yes or no. */
  readonly takes?: string
  readonly says: string
}

export interface Command {
  readonly name: string
  readonly summary: string
  readonly needsDatabase: boolean
  readonly help: string
  /** Reads its words: what is left is to run it, or to say what was wrong with them. */
  read(
    words: readonly string[],
  ): { ok: true; run: (work: Work) => Promise<ExitCode> } | { ok: false; says: string[] }
}

interface Definition<Input extends z.ZodType> {
  readonly name: string
  readonly summary: string
  /** The words it takes in order: REGISTER, FILE. */
  readonly words?: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  readonly input: Input
  readonly notes?: string
  readonly examples: readonly string[]
  readonly needsDatabase: boolean
  run(input: z.output<Input>, work: Work): Promise<ExitCode>
}

const HELP: Option = { says: 'Say how to use this command.' }

/** A command from its definition. Its words and options are checked by `input`, which names the words in small letters. */
export function command<Input extends z.ZodType>(definition: Definition<Input>): Command {
  const { name, summary, needsDatabase, words: names = [], options } = definition
  const help = helpOf(definition)
  return {
    name,
    summary,
    needsDatabase,
    help,
    read(words) {
      const given = split(words, options)
      if (!given.ok) return given
      if (given.values.help === true) return { ok: true, run: async (work) => say(help, work) }
      const { positionals } = given
      if (positionals.length > names.length) {
        return { ok: false, says: [`"${positionals[names.length]}" is one word too many.`] }
      }
      const named = names.flatMap((word, i) =>
        positionals[i] === undefined ? [] : [[word.toLowerCase(), positionals[i]]],
      )
      const input = definition.input.safeParse({ ...given.values, ...Object.fromEntries(named) })
      if (!input.success)
        return { ok: false, says: input.error.issues.map((issue) => sayIssue(issue, names)) }
      return { ok: true, run: (work) => definition.run(input.data, work) }
    },
  }
}

async function say(text: string, work: Work): Promise<ExitCode> {
  work.out(text)
  return 0
}

type Given =
  | { ok: true; values: Record<string, string | boolean | undefined>; positionals: string[] }
  | { ok: false; says: string[] }

function split(words: readonly string[], options: Readonly<Record<string, Option>>): Given {
  const all = new Map(Object.entries({ ...options, help: HELP }))
  const kinds = [...all].map(([name, { takes }]) => [name, { type: takes ? 'string' : 'boolean' }] as const)
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(kinds),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values: Record<string, string | boolean> = {}
  const positionals: string[] = []
  const says: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = all.get(name)
    if (!option) {
      const names = [...all.keys()].map((each) => `--${each}`)
      says.push(`There is no option ${rawName}.${meant(`--${name}`, names)}`)
    } else if (option.takes && (value === undefined || (!inlineValue && value.startsWith('--')))) {
      says.push(`${rawName} needs a value: ${rawName} ${option.takes}`)
    } else if (!option.takes && value !== undefined) says.push(`${rawName} takes no value.`)
    else if (Object.hasOwn(values, name)) says.push(`${rawName} is given twice.`)
    else values[name] = value ?? true
  }
  return says.length > 0 ? { ok: false, says } : { ok: true, values, positionals }
}

function sayIssue(issue: z.core.$ZodIssue, names: readonly string[]): string {
  const name = String(issue.path[0] ?? '')
  const shown = names.find((word) => word.toLowerCase() === name) ?? `--${name}`
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return isMissing ? `${shown} is missing.` : `${shown}: ${issue.message}.`
}

function helpOf({ name, summary, words = [], options, notes, examples }: Definition<z.ZodType>): string {
  const shown = Object.entries({ ...options, help: HELP }).map(([option, { takes, says }]) => ({
    written: `--${option}${takes ? ` ${takes}` : ''}`,
    says,
  }))
  const width = Math.max(...shown.map(({ written }) => written.length))
  return [
    summary,
    '',
    `  fingerpost ${[name, ...words].join(' ')} [options]`,
    '',
    'Options:',
    ...shown.map(({ written, says }) => `  ${written.padEnd(width)}  ${says}`),
    ...(notes ? ['', notes] : []),
    '',
    examples.length === 1 ? 'For example:' : 'Examples:',
    ...examples.map((example) => `  fingerpost ${example}`),
  ].join('\n')
}
