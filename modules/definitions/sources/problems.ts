import type { Problem } from '../government.ts'

/** In the order a person would mend them: by file, then from the top down. The same thing is said once. */
export function inOrder(problems: Problem[]): Problem[] {
  const said = new Set<string>()
  return problems
    .filter((problem) => {
      const key = JSON.stringify([problem.file, problem.line, problem.column, problem.says])
      return said.has(key) ? false : said.add(key)
    })
    .sort(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.says, b.says),
    )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** a, b or c */
export function orList(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
