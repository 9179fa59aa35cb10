import { once } from 'node:events'
import { createServer as createProbe } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Where a server listens, and the setting that says its port; null: there is none. */
interface Place {
  readonly host: string
  readonly port: number
  readonly setting: string | null
}

/** Listens; what stands in the way is answered in words. `at` is the address where any port would do. */
export async function listen(
  app: FastifyInstance,
  place: Place,
): Promise<{ ok: true; at: string | undefined } | { ok: false; says: string }> {
  try {
    await app.listen({ host: place.host, port: place.port })
  } catch (error) {
    return { ok: false, says: faultOfListening(error, place) }
  }
  const [address] = app.addresses()
  const isAnyPort = place.port === 0 && typeof address === 'object'
  return { ok: true, at: isAnyPort ? `http://localhost:${address.port}` : undefined }
}

/** What would stand in the way of listening. */
export async function tryPort(place: Place): Promise<string | undefined> {
  const { host, port } = place
  const probe = createProbe()
  try {
    probe.listen({ host, port })
    await once(probe, 'listening')
  } catch (error) {
    return faultOfListening(error, place)
  }
  probe.close()
  await once(probe, 'close')
  return undefined
}

function faultOfListening(error: unknown, { host, port, setting }: Place): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the program that uses it${setting === null ? '' : `, or set ${setting} to another number`}.`
  if (code === 'EACCES' && setting !== null)
    return `This user may not use port ${port}. Set ${setting} to a number above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine does not have the address ${host}. Correct HOST.`
  throw error
}
