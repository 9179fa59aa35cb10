import { createInterface } from 'node:readline/promises'
import type { ExitCode, Work } from './command.ts'
import { runUnderstood, understand } from './command-line.ts'
import { type Config, readConfig } from './config.ts'
import { lookAtDatabase, openDatabase } from './database.ts'
import { forward } from './forwarding/command-line.ts'
import type { Database } from './modules.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<ExitCode> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
  const understood = understand(words)
  if (!understood.ok) {
    const { help, code } = understood
    ;(code === 0 ? out : say)(help)
    return code
  }
  const read = readConfig()
  if (!read.ok) {
    for (const line of read.says) say(line)
    return 1
  }
  const { config } = read
  const stopped = stopOnSignals()
  const host = { cwd: process.cwd(), out, say, ask: asker(stopped), signal: stopped }
  if (understood.command.needsDatabase && config.databaseUrl === undefined) {
    const code = await forward(words, config.dataDir, host)
    if (code !== undefined) return code
  }
  return await runHere(understood.run, config, host)
}

async function runHere(
  run: (work: Work) => Promise<ExitCode>,
  config: Config,
  host: Omit<Work, 'config' | 'database' | 'look'>,
): Promise<ExitCode> {
  let opened: Promise<Database> | undefined
  let seen: Promise<Database | undefined> | undefined
  const database = () => {
    opened ??= openDatabase(config, say)
    return opened
  }
  const look = () => {
    seen ??= opened ?? lookAtDatabase(config, say)
    return seen
  }
  const code = await runUnderstood(run, { ...host, config, database, look })
  const store = await (opened ?? seen)?.catch(() => undefined)
  await store?.close()
  return code
}

function out(line: string): void {
  process.stdout.write(`${line}\n`)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Asks at the terminal, or of what is piped in. Where nothing comes, the answer is empty. */
function asker(signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
    try {
      return await Promise.race([terminal.question(question, { signal }), ended])
    } finally {
      terminal.close()
    }
  }
}

/** The first Ctrl-C asks the command to stop where nothing is half done; a second one does not wait for it. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130)
      stop.abort()
    })
  }
  return stop.signal
}

/** Whoever reads the answer may stop before its end: `| head`. */
function endQuietly(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
}
