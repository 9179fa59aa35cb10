import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { chooseEncoding, type Encoding, encode, isCompressible } from './encoding.ts'
import { NotFound } from './errors.ts'
import { isHeld } from './freshness.ts'

interface Asset {
  type: string
  body: Buffer
  tag: string
  /** Each encoding is made when it is first asked for, and kept. */
  encoded: Map<Encoding, Promise<Buffer>>
}

export interface Assets {
  /** The address of a file: /assets/fingerpost-1a2b3c4d5e.css. It changes when the file does, so it may be kept for ever. */
  address(name: string): string
  held: Map<string, Asset>
}

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
}

const FOR_EVER = 'public, max-age=31536000, immutable'

/** Reads a folder of files once, when the server starts. */
export function readAssets(folder: URL): Assets {
  const addresses = new Map<string, string>()
  const held = new Map<string, Asset>()
  for (const name of readdirSync(folder)) {
    const body = readFileSync(new URL(name, folder))
    const [, stem = name, ending = ''] = /^(.+)\.([a-z0-9]+)$/.exec(name) ?? []
    const type = TYPES[ending]
    if (!type)
      throw new Error(`${name} is not a kind of file that can be served: ${Object.keys(TYPES).join(', ')}`)
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10)
    held.set(`${stem}-${hash}.${ending}`, { type, body, tag: `"${hash}"`, encoded: new Map() })
    addresses.set(name, `/assets/${stem}-${hash}.${ending}`)
  }
  const address = (name: string) => {
    const found = addresses.get(name)
    if (found === undefined) throw new Error(`There is no ${name} in ${folder.pathname}`)
    return found
  }
  return { address, held }
}

export function serveAssets(app: FastifyInstance, assets: Assets): void {
  const config = { may: 'anyone', encodesItself: true }
  app.get<{ Params: { name: string } }>('/assets/:name', { config }, async (request, reply) => {
    const asset = assets.held.get(request.params.name)
    if (!asset) throw new NotFound()
    reply.headers({ 'cache-control': FOR_EVER, etag: asset.tag, vary: 'accept-encoding' })
    if (isHeld(request.headers['if-none-match'], asset.tag)) return reply.code(304).send()

    const encoding = isCompressible(asset.type)
      ? chooseEncoding(request.headers['accept-encoding'])
      : 'identity'
    const body = asset.encoded.get(encoding) ?? encode(asset.body, encoding, 'once')
    asset.encoded.set(encoding, body)
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    return reply.type(asset.type).send(await body)
  })
}
