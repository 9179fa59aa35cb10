import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#platform/database'
import { eachDatabase } from '../../platform/database/testing.ts'
import type { ExitCode, Work } from '../command.ts'
import { type Database, type Everything, modules } from '../modules.ts'
import { carryOut, configFor, temporaryFolders } from '../testing.ts'
import { forward } from './command-line.ts'
import { takeCommands } from './site.ts'
import { socketFile } from './socket.ts'

const folders = temporaryFolders()
after(folders.remove)

eachDatabase((kind, open) => {
  // On PostgreSQL every command opens the database itself.
  if (kind !== 'pglite') return
  let store: Database
  let dataDir: string
  let commands: Awaited<ReturnType<typeof takeCommands>>
  before(async () => {
    store = await open<Everything>(modules)
    await carryOut(store, ['example'])
    dataDir = folders.make()
    commands = await takeCommands(configFor({ DATA_DIR: dataDir }), store)
  })
  after(() => commands.close())

  async function forwarded(
    words: string[],
    how: Partial<Pick<Work, 'ask' | 'signal'>> = {},
    folder = dataDir,
  ) {
    const out: string[] = []
    const said: string[] = []
    const host = {
      cwd: process.cwd(),
      out: (line: string) => void out.push(line),
      say: (line: string) => void said.push(line),
      ask: how.ask ?? (async () => ''),
      signal: how.signal ?? new AbortController().signal,
    }
    const code: ExitCode | undefined = await forward(words, folder, host)
    return { code, out: out.join('\n'), said: said.join('\n') }
  }

  test('a command is carried out by the site: its answer, what it says and its exit code come back', async () => {
    const asked = [
      'figures',
      '--roadmap',
      '2022-to-2025',
      '--commitment',
      '10',
      '--on',
      '2024-02-29',
      '--json',
    ]
    const here = await carryOut(store, asked)
    const there = await forwarded(asked)
    assert.deepEqual([there.code, `${there.out}\n`, there.said], [here.code, here.out, here.said])
    assert.equal((await forwarded(['import', 'services', 'not-there.csv'])).code, 1)
    assert.equal((await forwarded(['figures', '--nothing'])).code, 2)
  })

  test('a file is found from the folder that the command was given in', async () => {
    const file = folders.file(
      'here.csv',
      'id,organisation,effectiveOn,name\nforwarded,home-office,2025-01-01,Forwarded\n',
    )
    const { code, out } = await forwarded(['import', 'services', file])
    assert.equal(code, 0)
    assert.match(out, /^Recorded 1 entry of 1 record/)
  })

  test('a question is asked where the person is', async () => {
    const folder = join(folders.make(), 'uk')
    const { cpSync, readFileSync } = await import('node:fs')
    cpSync('governments/uk', folder, { recursive: true })
    const path = join(folder, 'roadmaps/2022-to-2025/commitments/10-legacy-systems.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('plan == "fully funded"', 'plan == "none"'))
    const questions: string[] = []
    const ask = (answer: string) => async (question: string) => {
      questions.push(question)
      return answer
    }
    assert.equal((await forwarded(['adopt', folder], { ask: ask('no') })).code, 1)
    const { code, out } = await forwarded(['adopt', folder], { ask: ask('yes') })
    assert.equal(code, 0)
    assert.match(out, /Adopted, as recording/)
    assert.equal(questions.length, 2)
  })

  test('whoever gives up stops the command, and nothing of it is recorded', async () => {
    await store.owner(async (tx) => {
      await sql
        .raw(`
        create function registers.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return null; end $$;
        create trigger slow after insert on registers.entry for each statement execute function registers.wait()`)
        .execute(tx)
    })
    const rows = Array.from({ length: 12_000 }, (_, i) => `stopped-${i},home-office,2025-01-01,Stopped`)
    const file = folders.file('long.csv', ['id,organisation,effectiveOn,name', ...rows].join('\n'))
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 400)
    const stopped = await forwarded(['import', 'services', file], { signal: stop.signal })
    assert.deepEqual([stopped.code, stopped.said], [1, 'Stopped. What was not finished was not recorded.'])

    const socket = connect(socketFile(dataDir))
    const words = ['import', 'services', file]
    socket.write(
      `${JSON.stringify({ is: 'run', version: (await import('../version.ts')).VERSION, words, cwd: '/' })}\n`,
    )
    setTimeout(() => socket.destroy(), 400)
    await new Promise((gone) => socket.once('close', gone))
    const { out } = await forwarded(['records', '--register', 'services', '--csv'])
    assert.doesNotMatch(out, /^stopped-/m)
    await store.owner(async (tx) => void (await sql.raw('drop trigger slow on registers.entry').execute(tx)))
  })

  test('what is no command of ours is cut off, and another version is told to start the site again', async () => {
    const said = (line: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(socketFile(dataDir), () => socket.write(`${line}\n`))
        let text = ''
        socket.on('data', (chunk) => (text += chunk))
        socket.on('close', () => resolve(text))
      })
    assert.equal(await said('hello'), '')
    assert.equal(await said('{"is":"answer","text":"yes"}'), '')
    const older = await said(JSON.stringify({ is: 'run', version: '0.0.1', words: ['doctor'], cwd: '/' }))
    assert.match(older, /this is version 0\.0\.1\. Start the site again.+\n\{"is":"end","code":1\}\n$/)
  })

  test('only this user may use the socket, one that was left behind is replaced, and none is no site', async () => {
    const folder = folders.make()
    assert.equal((await forwarded(['doctor'], {}, folder)).code, undefined)
    writeFileSync(socketFile(folder), '')
    assert.equal((await forwarded(['doctor'], {}, folder)).code, undefined)
    const again = await takeCommands(configFor({ DATA_DIR: folder }), store)
    assert.equal(statSync(socketFile(folder)).mode & 0o777, 0o600)
    assert.equal((await forwarded(['doctor'], {}, folder)).code, 0)
    // Somebody who connects and says nothing does not keep the site from closing.
    const silent = connect(socketFile(folder))
    await new Promise((connected) => silent.once('connect', connected))
    await again.close()
    assert.equal((await forwarded(['doctor'], {}, folder)).code, undefined)
  })

  test('a folder whose name is too long for a socket works', async () => {
    const folder = folders.make('a-folder-with-a-long-name'.repeat(6))
    const here = process.cwd()
    const far = await takeCommands(configFor({ DATA_DIR: folder }), store)
    assert.equal((await forwarded(['doctor'], {}, folder)).code, 0)
    assert.equal(process.cwd(), here)
    await far.close()
  })
})
