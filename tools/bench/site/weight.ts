import { get } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

export interface Weight {
  requests: number
  /** As they come over the wire, without headers. */
  bytes: number
  /** The page alone. */
  pageBytes: number
}

/** A page and everything that a browser fetches to show it. */
export async function weigh(url: string): Promise<Weight> {
  const page = await fetchRaw(url)
  const addresses = new Set(assetsOf(page.text))
  let { bytes } = page
  for (const address of addresses) {
    const asset = await fetchRaw(new URL(address, url).href)
    bytes += asset.bytes
    if (asset.type.startsWith('text/css')) for (const named of namedIn(asset.text)) addresses.add(named)
  }
  return { requests: 1 + addresses.size, bytes, pageBytes: page.bytes }
}

const FETCHED =
  /\brel="(?:[^"]* )?(?:stylesheet|icon|mask-icon|apple-touch-icon|manifest|preload|modulepreload)\b/

function* assetsOf(html: string): Generator<string> {
  for (const [tag] of html.matchAll(/<(?:link|script|img|source|iframe)\b[^>]*>/g)) {
    const address = /\b(?:href|src)="([^"]+)"/.exec(tag)?.[1]
    if (address && (!tag.startsWith('<link') || FETCHED.test(tag))) yield address
  }
}

function* namedIn(css: string): Generator<string> {
  for (const [, address = ''] of css.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
    if (!address.startsWith('data:')) yield address
  }
}

function fetchRaw(url: string): Promise<{ bytes: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (reply) => {
      const pieces: Buffer[] = []
      reply.on('error', reject)
      reply.on('data', (piece: Buffer) => pieces.push(piece))
      reply.on('end', () => {
        const body = Buffer.concat(pieces)
        const text = textOf(body, reply.headers['content-encoding'])
        if (reply.statusCode !== 200)
          return reject(new Error(`${url} answered ${reply.statusCode}:\n${text}`))
        resolve({ bytes: body.length, type: reply.headers['content-type'] ?? '', text })
      })
    }).on('error', reject)
  })
}

function textOf(body: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(body).toString('utf8')
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString('utf8')
}
