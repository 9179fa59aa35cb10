import { checkExpression } from '../expressions/check.ts'
import type { Known } from '../expressions/fields.ts'
import type { Problem, Register } from '../government.ts'
import { suggestion } from '../sources/spelling.ts'
import type { Path, Source } from '../sources/yaml.ts'

export interface Checked {
  problems: Problem[]
  warnings: Problem[]
}

/** Collects what is wrong in one file, placed by the path of the value or of its key. */
export class Found implements Checked {
  readonly problems: Problem[] = []
  /** What may be meant as it is written, and mostly is not. */
  readonly warnings: Problem[] = []
  readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  at(path: Path, says: string, instead?: string): void {
    this.problems.push(this.source.problem(this.source.at(path), says, instead))
  }

  atKey(path: Path, says: string, instead?: string): void {
    this.problems.push(this.source.problem(this.source.atKey(path), says, instead))
  }

  warn(path: Path, says: string, instead?: string): void {
    this.warnings.push(this.source.problem(this.source.at(path), says, instead))
  }

  /** A name must be among the known ones. True if it is. */
  known(path: Path, name: string, names: Iterable<string>, noun: string): boolean {
    const all = new Set(names)
    if (all.has(name)) return true
    this.at(path, `there is no ${noun} "${name}"`, suggestion(name, all).instead)
    return false
  }

  /** Each value is written once: says so at the second. */
  once<Item>(
    items: readonly Item[],
    keyOf: (item: Item) => string | number,
    pathOf: (index: number) => Path,
    noun: string,
  ) {
    const seen = new Set<string | number>()
    for (const [index, item] of items.entries()) {
      const key = keyOf(item)
      if (seen.has(key))
        this.at(pathOf(index), `there are two ${noun} "${key}"`, 'give each its own, or remove one')
      seen.add(key)
    }
  }

  expression(path: Path, expression: string, register: Register, known: Known, wants: 'bool' | 'int'): void {
    const checked = checkExpression(expression, register, known, wants)
    if (checked.ok) return
    for (const { offset, says, instead } of checked.faults) {
      this.problems.push(this.source.problem(this.source.within(path, offset), says, instead))
    }
  }
}
