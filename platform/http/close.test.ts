import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const PROGRAM = `
  import { closeOnSignals, createServer } from '${import.meta.resolve('./index.ts')}'
  const app = createServer()
  app.get('/slow', { config: { may: 'anyone' } }, async () => {
    process.stdout.write('started\\n')
    await new Promise((resolve) => setTimeout(resolve, 300))
    return 'done'
  })
  app.addHook('onClose', async () => { process.stdout.write('database closed\\n') })
  closeOnSignals(app)
  process.stdout.write(await app.listen({ port: 0, host: '127.0.0.1' }) + '\\n')
`

test('told to stop, the process answers what is under way, closes what it holds and ends well', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const output = Readable.from(child.stdout).setEncoding('utf8')
  const heard = (word: string) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const line = lines.find((each) => each.includes(word))
        if (line) resolve(line)
      }
      output.on('data', look)
      look()
    })
  output.on('data', (text: string) => lines.push(...text.trim().split('\n')))

  const url = await heard('http://')
  const slow = fetch(`${url}/slow`)
  await heard('started')
  child.kill('SIGTERM')
  assert.equal(await (await slow).text(), 'done')
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
  assert.ok(lines.includes('database closed'))
})
