import type { Scalar } from 'yaml'

/**
 * Where in the file a character of a scalar's value is written. Exact for what is written on one line and for
 * literal blocks; in folded text, the start of the value (folding loses where its lines ended).
 */
export function sourceOffset(text: string, scalar: Scalar, offset: number): number {
  const [start, end] = scalar.range ?? [0, 0]
  const written = text.slice(start, end)
  switch (scalar.type) {
    case 'PLAIN':
      return written.includes('\n') ? start : start + offset
    case 'QUOTE_SINGLE':
      return written.includes('\n') ? start : start + afterEscapes(written, /''/y, offset)
    case 'QUOTE_DOUBLE':
      return written.includes('\n') ? start : start + afterEscapes(written, /\\(x..|u....|U.{8}|.)/y, offset)
    case 'BLOCK_LITERAL':
      return start + inLiteralBlock(written, offset)
    default:
      return start
  }
}

/** Steps over the opening quote, then over each character or escape. */
function afterEscapes(written: string, escaped: RegExp, offset: number): number {
  let position = 1
  for (let seen = 0; seen < offset && position < written.length - 1; seen++) {
    escaped.lastIndex = position
    position += escaped.exec(written)?.[0].length ?? 1
  }
  return position
}

function inLiteralBlock(written: string, offset: number): number {
  const lines = written.split('\n')
  const indent =
    lines
      .slice(1)
      .find((line) => line.trim() !== '')
      ?.match(/^ */)?.[0].length ?? 0
  let position = (lines[0]?.length ?? 0) + 1
  let left = offset
  for (const line of lines.slice(1)) {
    const content = Math.max(0, line.length - indent)
    if (left <= content) return position + Math.min(indent, line.length) + left
    left -= content + 1
    position += line.length + 1
  }
  return position
}
