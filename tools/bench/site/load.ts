// Asks a server for its pages, in a process of its own so that asking does not slow the answering.

import { text } from 'node:stream/consumers'
import autocannon from 'autocannon'
import { z } from 'zod'

const Asked = z.object({
  url: z.string(),
  paths: z.array(z.object({ path: z.string(), etag: z.string().optional() })),
  seconds: z.number(),
})
const CONNECTIONS = 10

const { url, paths, seconds } = Asked.parse(JSON.parse(await text(process.stdin)))
const requests = paths.map(({ path, etag }) => ({
  method: 'GET' as const,
  path,
  headers: { 'accept-encoding': 'br, gzip', ...(etag ? { 'if-none-match': etag } : {}) },
}))
const wanted = paths.some(({ etag }) => etag) ? '3xx' : '2xx'
let connections = 0
const result = await autocannon({
  url,
  connections: CONNECTIONS,
  duration: seconds,
  requests,
  // Each begins at another place, so that two never ask for the same page at the same time.
  setupClient(client) {
    const first = Math.floor((connections++ * requests.length) / CONNECTIONS)
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  },
})
console.log(
  JSON.stringify({
    requestsPerSecond: result.requests.average,
    medianMs: result.latency.p50,
    slowMs: result.latency.p97_5,
    failures: result.errors + result.requests.total - result[wanted],
  }),
)
