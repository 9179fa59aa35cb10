import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { FileFault } from '../problems.ts'

const NEWLINE = 0x0a
const UTF8 = 'Save the file as CSV UTF-8 (in Excel: Save As, CSV UTF-8) and import that'

const CANNOT_READ: Record<string, [string, string]> = {
  ENOENT: ['there is no such file', 'Check its name and folder'],
  EISDIR: ['this is a folder', 'Name a file in it'],
  EACCES: ['there is no permission to read this file', 'Give this user permission to read it'],
}

/** A file's bytes, from its start. Where it cannot be read, a fault that says why. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const known = CANNOT_READ[code]
    if (!known) throw error
    throw new FileFault(null, ...known)
  }
}

/** Passes a file's bytes on if they are UTF-8 text, without its byte order mark; otherwise says on which line they are not. */
export async function* utf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let line = 1
  let carried: Buffer = Buffer.alloc(0)
  let isStart = true
  for await (const bytesRead of bytes) {
    let chunk: Buffer = Buffer.concat([carried, bytesRead])
    if (isStart) {
      if (chunk.length < 4) {
        carried = chunk
        continue
      }
      refuseOtherFormats(chunk)
      chunk = withoutMark(chunk)
      isStart = false
    }
    const end = chunk.length - unfinished(chunk)
    carried = chunk.subarray(end)
    const whole = chunk.subarray(0, end)
    refuseOtherText(whole, line)
    line += lineEnds(whole)
    yield whole
  }
  const last = isStart ? withoutMark(carried) : carried
  if (isStart) refuseOtherFormats(carried)
  refuseOtherText(last, line)
  if (last.length > 0) yield last
}

function refuseOtherFormats(start: Buffer): void {
  const [first, second] = start
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new FileFault(1, 'this file is UTF-16, not UTF-8', UTF8)
  }
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new FileFault(1, 'this is a spreadsheet, not a CSV file', UTF8)
  }
  if (start[1] === 0 && start[3] === 0 && start[0] !== 0) {
    throw new FileFault(1, 'this file is UTF-16, not UTF-8', UTF8)
  }
}

function withoutMark(start: Buffer): Buffer {
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start
}

function refuseOtherText(text: Buffer, firstLine: number): void {
  const nul = text.indexOf(0)
  if (nul !== -1) {
    const line = firstLine + lineEnds(text.subarray(0, nul))
    throw new FileFault(
      line,
      'there is a NUL character here, which no text has',
      'Save the file again as CSV UTF-8',
    )
  }
  if (isUtf8(text)) return
  const { line, byte } = firstWrong(text, firstLine)
  const which = byte.toString(16).toUpperCase()
  throw new FileFault(line, `a character here (byte ${which}) is not UTF-8; this may be Windows-1252`, UTF8)
}

function firstWrong(text: Buffer, firstLine: number): { line: number; byte: number } {
  let line = firstLine
  let at = 0
  while (at < text.length) {
    const byte = text[at] ?? 0
    const length = byte < 0x80 ? 1 : lengthOf(byte)
    if (!isUtf8(text.subarray(at, at + length))) return { line, byte }
    if (byte === NEWLINE) line++
    at += length
  }
  return { line, byte: 0 }
}

/** How many bytes at the end begin a character that the next chunk ends. */
function unfinished(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0
  }
  return 0
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

function lineEnds(text: Buffer): number {
  let count = 0
  for (let at = text.indexOf(NEWLINE); at !== -1; at = text.indexOf(NEWLINE, at + 1)) count++
  return count
}
