/** How far long work has come: of `of` pieces, `done`. */
export type Progress = (done: number, of: number) => void

const PATIENCE = 2000

/** Says how far something has come: nothing for two seconds, then a line every two. */
export function sayProgress(
  what: string,
  say: (line: string) => void,
  now: () => number = Date.now,
): Progress {
  let next = now() + PATIENCE
  return (done, of) => {
    if (now() < next) return
    next = now() + PATIENCE
    say(`${what}: ${of > 0 ? Math.floor((done / of) * 100) : 0}%`)
  }
}
