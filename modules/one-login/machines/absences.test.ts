import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServer } from '#platform/http'
import { tellAbsences } from './absences.ts'

test('programs are told as data that there is nothing at an address, and people by a page', async () => {
  const publicUrl = 'http://localhost:3001'
  const app = createServer({ publicUrl, forms: { key: Buffer.alloc(32, 1) } })
  app.get('/api/registry/v1/clients', { config: { may: 'anyone' } }, async () => ({ clients: [] }))
  tellAbsences(app)
  for (const url of [
    '/api',
    '/api/',
    '/api/registry/v2',
    '/api/x?a=b',
    '/statistics/v1/weekly',
    '/statistics',
  ])
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const answer = await app.inject({ method, url, headers: { accept: 'text/html' } })
      assert.equal(answer.statusCode, 404, `${method} ${url}`)
      assert.equal(answer.json().error, 'not_found', `${method} ${url}`)
      assert.equal(answer.headers['cache-control'], 'no-store')
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    }
  const wrongMethod = await app.inject({ method: 'PUT', url: '/api/registry/v1/clients' })
  assert.equal(wrongMethod.json().error, 'not_found')
  assert.equal((await app.inject('/api/registry/v1/clients')).statusCode, 200)
  for (const url of ['/apis', '/statistically', '/nothing/api/x'])
    assert.match(String((await app.inject(url)).headers['content-type']), /text\/html/, url)
})
