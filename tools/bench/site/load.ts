// Asks a server for its pages, in a process of its own so that asking does not slow the answering.

import autocannon from 'autocannon'
import { z } from 'zod'

const Asked = z.object({ url: z.string(), paths: z.array(z.string()), seconds: z.number() })
const CONNECTIONS = 10

const { url, paths, seconds } = Asked.parse(JSON.parse(process.argv[2] ?? ''))
const result = await autocannon({
  url,
  connections: CONNECTIONS,
  duration: seconds,
  headers: { 'accept-encoding': 'br, gzip' },
  requests: paths.map((path) => ({ method: 'GET', path })),
})
console.log(
  JSON.stringify({
    requestsPerSecond: result.requests.average,
    medianMs: result.latency.p50,
    slowMs: result.latency.p97_5,
    failures: result.errors + result.non2xx,
  }),
)
