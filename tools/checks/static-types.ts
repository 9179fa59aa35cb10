import { type Check, runProgram } from './check.ts'

export const types: Check = {
  name: 'types',
  next: 'mend the types where the first error points; later ones often go with it',
  async run(root) {
    const { out, err, ok } = await runProgram(root, 'tsc', ['--pretty', 'false', '--listFiles'])
    const lines = out.split('\n').filter(Boolean)
    const files = lines.filter((line) => line.startsWith('/') || /^[A-Za-z]:[\\/]/.test(line))
    const ours = files.filter((path) => !path.includes('node_modules'))
    const said = lines.filter((line) => !files.includes(line)).join('\n')
    return { read: ours.length, complaints: ok ? '' : said + err || 'tsc failed and did not say why' }
  },
}
