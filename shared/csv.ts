/*
 * A file of comma-separated values as RFC 4180 has it: one way to write a cell, wherever one is written.
 */

/** One line of a file, with its line ending. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

/** Text that a spreadsheet would run as a formula gets an apostrophe, which reading takes away again. */
export function guardFormula(text: string): string {
  return /^'*[=+\-@]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}
