import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { boundaries } from '../boundaries.ts'
import { codeOf } from '../tree.ts'
import type { Check } from './check.ts'

export const imports: Check = {
  name: 'boundaries',
  next: 'each line above says what to do instead; the ladder is in tools/boundaries.ts',
  async run(root) {
    const { output } = await cruise(
      [...new Set(codeOf(root).map((path) => path.slice(0, path.indexOf('/'))))],
      {
        baseDir: root,
        validate: true,
        ruleSet: { forbidden: boundaries },
        parser: 'swc',
        tsPreCompilationDeps: true,
        doNotFollow: 'node_modules',
      },
      {
        extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.node'],
        exportsFields: ['exports'],
        conditionNames: ['import', 'require', 'node', 'default', 'types'],
      },
    )
    if (typeof output === 'string') return { read: 0, complaints: output }
    return { read: filesRead(output), complaints: output.summary.violations.map(said).join('\n') }
  },
}

function filesRead(result: ICruiseResult): number {
  return result.modules.filter(({ source }) => source.endsWith('.ts') && !source.includes('node_modules'))
    .length
}

function said(violation: ICruiseResult['summary']['violations'][number]): string {
  const comment = boundaries.find(({ name }) => name === violation.rule.name)?.comment ?? ''
  const by = violation.cycle ? violation.cycle.map(({ name }) => name).join(' -> ') : violation.to
  return `${violation.from} -> ${by}\n  ${violation.rule.name}: ${comment}`
}
