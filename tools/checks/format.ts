import { type Check, runProgram } from './check.ts'

export const format: Check = {
  name: 'format and lint',
  next: 'run `npm run format`; what is left needs a person',
  async run(root) {
    const { out, err, ok } = await runProgram(root, 'biome', [
      'check',
      '--error-on-warnings',
      '--max-diagnostics=50',
      '--colors=off',
      '.',
    ])
    const said = out + err
    return { read: Number(/Checked (\d+) files?/.exec(said)?.[1] ?? 0), complaints: ok ? '' : said }
  },
}
