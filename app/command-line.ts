import type { Command, ExitCode, Work } from './command.ts'
import { NotThere } from './commands/asked.ts'
import { commands } from './commands/index.ts'
import { SETTINGS } from './config.ts'
import { meant } from './meant.ts'
import { sayOutside } from './problems.ts'
import { VERSION } from './version.ts'

/** What the words of a command line ask for. */
export type Understood =
  | { ok: true; command: Command; run: (work: Work) => Promise<ExitCode> }
  | { ok: false; help: string; code: 0 | 2 }

/** Reads the words of a command line. Help is an answer; what is not understood says what was probably meant. */
export function understand([name, ...words]: readonly string[]): Understood {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = name === 'help' ? commands.find((each) => each.name === words[0]) : undefined
    return { ok: false, help: asked?.help ?? help(), code: 0 }
  }
  if (name === '--version') return { ok: false, help: VERSION, code: 0 }
  const command = commands.find((each) => each.name === name)
  if (!command) {
    const names = commands.map((each) => each.name)
    return {
      ok: false,
      help: `There is no command "${name}".${meant(name, names)}\nAll of them: fingerpost --help`,
      code: 2,
    }
  }
  const read = command.read(words)
  if (read.ok) return { ok: true, command, run: read.run }
  return { ok: false, help: [...read.says, `How to use it: fingerpost ${name} --help`].join('\n'), code: 2 }
}

/** Runs what was understood. What goes wrong outside this program is said in words; a fault of its own keeps its stack. */
export async function runUnderstood(run: (work: Work) => Promise<ExitCode>, work: Work): Promise<ExitCode> {
  try {
    return await run(work)
  } catch (error) {
    if (work.signal.aborted) {
      work.say('Stopped. What was not finished was not recorded.')
      return 1
    }
    const words = error instanceof NotThere ? error.message : sayOutside(error)
    work.say(
      words ??
        `This is a fault of the program itself:\n${error instanceof Error ? error.stack : String(error)}`,
    )
    return 1
  }
}

function help(): string {
  const width = Math.max(
    ...commands.map(({ name }) => name.length),
    ...SETTINGS.map(({ name }) => name.length),
  )
  return [
    "Fingerpost computes a government's published figures from its departments' records.",
    '',
    '  fingerpost COMMAND [options]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'For one command: fingerpost COMMAND --help',
    '',
    'Settings, from the environment:',
    ...SETTINGS.map(
      ({ name, usual, does }) => `  ${name.padEnd(width)}  ${does}${usual ? ` Without it: ${usual}.` : ''}`,
    ),
    '',
    'While the site runs on the embedded database, commands are carried out by it.',
    'Exit codes: 0 done, 1 refused or something is wrong, 2 not understood.',
  ].join('\n')
}
