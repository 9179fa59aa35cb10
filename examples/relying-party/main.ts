// Runs the example service by itself: npm run example-service. README.md has the settings.

import { readFileSync } from 'node:fs'
import { startExampleService } from './example.ts'

const {
  EXAMPLE_PORT = '3002',
  EXAMPLE_ISSUER = 'http://localhost:3001/',
  EXAMPLE_IDENTITY_ISSUER = EXAMPLE_ISSUER,
  EXAMPLE_REQUESTS = 'query',
  EXAMPLE_CLIENT_ID = 'example-service',
  EXAMPLE_CLIENT_SECRET,
  EXAMPLE_PRIVATE_KEY_FILE,
} = process.env

const service = await startExampleService({
  port: Number(EXAMPLE_PORT),
  issuer: EXAMPLE_ISSUER,
  identityIssuer: EXAMPLE_IDENTITY_ISSUER,
  requests: EXAMPLE_REQUESTS === 'jar' ? 'jar' : 'query',
  clientId: EXAMPLE_CLIENT_ID,
  ...(EXAMPLE_CLIENT_SECRET === undefined
    ? {}
    : { authentication: 'client_secret_post', clientSecret: EXAMPLE_CLIENT_SECRET }),
  ...(EXAMPLE_PRIVATE_KEY_FILE === undefined
    ? {}
    : { privateKey: readFileSync(EXAMPLE_PRIVATE_KEY_FILE, 'utf8') }),
})

// Without the secret, which whoever set it knows.
const registration = { ...service.registration, clientSecret: undefined }
process.stdout.write(`The example service is at ${service.url}. ${EXAMPLE_ISSUER} must know it as:

${JSON.stringify(registration, null, 2)}
`)
process.once('SIGINT', () => void service.stop())
process.once('SIGTERM', () => void service.stop())
