/* The commands inside the test's process, and the command line and the site as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Work } from './command.ts'
import { runUnderstood, understand } from './command-line.ts'
import { CHECKOUT, type Config, readConfig } from './config.ts'
import type { Database } from './modules.ts'

export interface Ended {
  code: number | null
  out: string
  said: string
}

export function configFor(settings: Record<string, string> = {}): Config {
  const read = readConfig(settings)
  if (!read.ok) throw new Error(read.says.join('\n'))
  return read.config
}

/** Carries a command out on a store. Without `ask`, nobody answers. */
export async function carryOut(
  store: Database,
  words: readonly string[],
  { ask = async () => '', signal = new AbortController().signal }: Partial<Pick<Work, 'ask' | 'signal'>> = {},
): Promise<Ended> {
  const ended: Ended & { code: number } = { code: 0, out: '', said: '' }
  const work: Work = {
    config: configFor(),
    cwd: CHECKOUT,
    out: (line) => (ended.out += `${line}\n`),
    say: (line) => (ended.said += `${line}\n`),
    ask,
    signal,
    database: async () => store,
    look: async () => store,
  }
  const understood = understand(words)
  if (understood.ok) ended.code = await runUnderstood(understood.run, work)
  else {
    ended.code = understood.code
    ended.said = understood.help
  }
  return ended
}

export interface Folders {
  /** A folder of its own under the temporary one. */
  make(name?: string): string
  /** A copy of a data folder, so that a database is made once. */
  copy(from: string): string
  file(name: string, text: string): string
  remove(): void
}

export function temporaryFolders(): Folders {
  const root = mkdtempSync(join(tmpdir(), 'fingerpost-app-'))
  let made = 0
  const make = (name = `folder-${++made}`) => {
    const folder = join(root, name)
    mkdirSync(folder, { recursive: true })
    return folder
  }
  return {
    make,
    copy(from) {
      const folder = make()
      cpSync(from, folder, { recursive: true })
      return folder
    },
    file(name, text) {
      const path = join(make(), name)
      writeFileSync(path, text)
      return path
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

export interface Running {
  child: ChildProcess
  ended: Promise<Ended>
  /** Waits until it has said something like this. */
  says(what: RegExp): Promise<string[]>
}

/** Starts app/cli.ts, app/server.ts or app/one-login.ts with settings of its own and no others. */
export function start(
  program: 'cli' | 'server' | 'one-login',
  words: readonly string[],
  settings: Record<string, string>,
): Running {
  const child = spawn(process.execPath, [join(CHECKOUT, 'app', `${program}.ts`), ...words], {
    cwd: CHECKOUT,
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, said })))
  const says = async (what: RegExp): Promise<string[]> => {
    for (;;) {
      const found = what.exec(said)
      if (found) return [...found]
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it ended without saying ${what}: ${said}`)
      await new Promise<void>((resolve) => {
        const go = () => {
          child.stderr.off('data', go)
          child.off('close', go)
          resolve()
        }
        child.stderr.on('data', go)
        child.on('close', go)
      })
    }
  }
  return { child, ended, says }
}
