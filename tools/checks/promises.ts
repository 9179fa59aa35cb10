import { z } from 'zod'
import { type Check, runProgram } from './check.ts'

const Report = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().default(''),
      filename: z.string().default(''),
      labels: z.array(z.object({ span: z.object({ line: z.number(), column: z.number() }) })).default([]),
    }),
  ),
})

export const promises: Check = {
  name: 'promises and casts',
  next: 'await the promise, finish the switch, or let a type guard replace the cast',
  async run(root) {
    const { out, err } = await runProgram(root, 'oxlint', ['--type-aware', '--format', 'json', '.'])
    const start = out.indexOf('{')
    if (start < 0) return { read: 0, complaints: out + err }
    const report = Report.parse(JSON.parse(out.slice(start)))
    const complaints = report.diagnostics.map(({ filename, labels, message, code }) => {
      const at = labels[0]?.span
      return `${filename}:${at?.line ?? 0}:${at?.column ?? 0} ${message} [${code}]`
    })
    return { read: report.number_of_files, complaints: complaints.join('\n') }
  },
}
