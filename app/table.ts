/** Lines of a table with a header: columns aligned, numbers to the right, nothing cut off. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = header.map((_, i) => [header, ...rows].map((row) => row[i] ?? ''))
  const widths = columns.map((cells) => Math.max(...cells.map(widthOf)))
  const isNumber = columns.map(
    (cells) => cells.length > 1 && cells.slice(1).every((cell) => /^[-+\d.,%]*$/.test(cell)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, isNumber[i] ?? false))
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

function pad(cell: string, width: number, toRight: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return toRight ? gap + cell : cell + gap
}

function widthOf(cell: string): number {
  return [...cell].length
}
