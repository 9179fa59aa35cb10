import { type Check, judge, type Verdict } from './check.ts'
import { deadCode } from './dead-code.ts'
import { format } from './format.ts'
import { houseRules } from './house-rules.ts'
import { imports } from './imports.ts'
import { promises } from './promises.ts'
import { types } from './static-types.ts'

const CHECKS: Check[] = [format, promises, types, imports, deadCode, houseRules]

/** Runs every check that needs no test, and reports a line for each. True when all are content. */
export async function runChecks(root: string, report: (line: string) => void): Promise<Verdict[]> {
  return await Promise.all(
    CHECKS.map(async (check) => {
      const verdict = await judge(check, root)
      report(lineOf(verdict))
      return verdict
    }),
  )
}

function lineOf({ name, ok, read, seconds, said }: Verdict): string {
  const line = `${ok ? 'ok    ' : 'FAILED'} ${name}  ${read} files, ${seconds.toFixed(1)} s`
  return ok ? line : `${line}\n${said.replaceAll(/^/gm, '  ')}`
}
