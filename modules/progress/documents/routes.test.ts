import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aSite } from '../testing.ts'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    site = await aSite(await open<LedgerTables>([registersModule, figuresModule]))
  })

  async function read(url: string) {
    const { statusCode, body, headers } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return { body, headers }
  }

  test('an address with a slash at its end, or a letter as its code, gives the same document and the same links', async () => {
    for (const [plain, ...others] of [
      ['/overview.json', '/overview.json/'],
      ['/roadmaps/safe-water.json', '/roadmaps/safe-water.json/', '/%72oadmaps/s%61fe-water.json'],
      ['/cy/registers.json', '/cy/registers.json/'],
      ['/', '/?'],
      ['/registers/lamps', '/registers/lamps/', '/registers/l%61mps'],
    ] as const) {
      const links = async (url: string) =>
        (await read(url)).body.match(/https:\/\/coast\.example[^"<\s]*|"[^"]*\.(csv|svg|json)[^"]*"/g)
      const expected = await links(plain)
      assert.ok(expected && expected.length > 0)
      for (const other of others) assert.deepEqual(await links(other), expected, other)
    }
  })

  test('a file is called by its page, or by its table', async () => {
    const name = async (url: string) => (await read(url)).headers['content-disposition']
    for (const end of ['', '/']) {
      assert.equal(await name(`/registers.csv${end}`), 'inline; filename="registers.csv"')
      assert.equal(await name(`/registers/lamps.csv${end}?table=fields`), 'inline; filename="fields.csv"')
    }
  })
})
