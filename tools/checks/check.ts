import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { codeOf } from '../tree.ts'

/** One thing that is checked. It reads the checkout at `root` and says how much it read. */
export interface Check {
  name: string
  /** What to do when it complains. */
  next: string
  run: (root: string) => Promise<Reading>
}

export interface Reading {
  /** How many files the checker says it read. */
  read: number
  /** What it found wrong, in its own words; empty when nothing is. */
  complaints: string
}

export interface Verdict {
  name: string
  ok: boolean
  said: string
  read: number
  seconds: number
}

/** Runs a check, and refuses a clean result from a checker that did not read all our code. */
export async function judge(check: Check, root: string): Promise<Verdict> {
  const began = performance.now()
  const expected = codeOf(root).length
  const { read, complaints } = await check
    .run(root)
    .catch((error: unknown) => ({ read: 0, complaints: `it could not run: ${String(error)}` }))
  const unread = read < expected ? `it read ${read} files; the project has ${expected} files of code\n` : ''
  const said = `${unread}${complaints}`.trim()
  return {
    name: check.name,
    ok: said === '',
    said: said && `${said}\nWhat to do: ${check.next}`,
    read,
    seconds: (performance.now() - began) / 1000,
  }
}

/** Runs a program from node_modules/.bin and keeps what it says. */
export function runProgram(root: string, program: string, args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/.bin', program), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ran = { out: '', err: '', ok: false }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ran, ok: code === 0 }))
  })
}

interface Ran {
  out: string
  err: string
  ok: boolean
}
