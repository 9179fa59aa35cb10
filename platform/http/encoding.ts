import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

// Smaller than this, compressing saves less than the headers cost.
export const WORTH_COMPRESSING = 1000

/** The best encoding that the Accept-Encoding header allows: brotli, then gzip, then none. */
export function chooseEncoding(accepted: string | undefined): Encoding {
  if (!accepted) return 'identity'
  const qualities = new Map<string, number>()
  for (const part of accepted.slice(0, 500).split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    qualities.set(name, quality === undefined ? 1 : Number(quality.slice(2)) || 0)
  }
  const wanted = (name: Encoding) => (qualities.get(name) ?? qualities.get('*') ?? 0) > 0
  if (wanted('br')) return 'br'
  return wanted('gzip') ? 'gzip' : 'identity'
}

/** Quality 5 is brotli's best bargain for a page made on request; 11 is for what is compressed once and kept. */
export async function encode(
  body: Buffer,
  encoding: Encoding,
  effort: 'once' | 'each time',
): Promise<Buffer> {
  if (encoding === 'identity') return body
  if (encoding === 'gzip') return zip(body, { level: effort === 'once' ? 9 : 6 })
  return brotli(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: effort === 'once' ? 11 : 5,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}

export function isCompressible(type: string): boolean {
  return /^(text\/|application\/(json|xml|javascript)|image\/svg)|\+(json|xml)/.test(type)
}
