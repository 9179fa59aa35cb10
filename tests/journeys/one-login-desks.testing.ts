// The pages of whoever has an account, of teams and of operators, read one by one.
import assert from 'node:assert/strict'
import { newAddress, PASSWORD, type Person } from '../one-login/attacks/people.testing.ts'
import { inEnglish, type Reader } from './one-login-reader.testing.ts'

const NEW_PASSWORD = 'three-boats-4-sail'
const WRONG_CODE = '000000'

/** Everything at "Your account". Whoever reads has signed in. */
export async function readAccount(reader: Reader, person: Person): Promise<void> {
  await reader.goRead('/your-account')
  await reader.goRead('/your-account/cannot-change')
  await reader.go('/your-account/change-password')
  await reader.read('confirm-password')
  await reader.wrong()
  await reader.wrong({ password: 'wrong' })
  await reader.send({ password: PASSWORD })
  await reader.read('confirm-code')
  await reader.wrong()
  await reader.wrong({ code: WRONG_CODE })
  await reader.send({ code: reader.codeOf(person) })
  await reader.read('change-password')
  await reader.wrong()
  await reader.goRead('/your-account/change-app')
  await reader.wrong()
  await reader.go('/your-account/change-password')
  await reader.send({ password: NEW_PASSWORD, again: NEW_PASSWORD })
  await reader.read('your-account')
  await reader.goRead('/your-account/change-email')
  await reader.wrong()
  await reader.wrong({ email: person.email })
  const email = newAddress()
  await reader.send({ email })
  await reader.read('confirm-email')
  await reader.wrong()
  await reader.send({ code: await reader.mailed(email) })
  await reader.read('your-account')
  await reader.goRead('/your-account/sign-out-everywhere')
  await reader.send()
  await reader.read('signed-out')
}

/** A team of whoever reads, who is signed in at the provider; the address of a service that asks for production. */
export async function readRegistry(
  reader: Reader,
  invited: Reader,
  guest: Person,
  publicKey: string,
): Promise<string> {
  await reader.goRead('/registry')
  await reader.goRead('/registry/teams/new')
  await reader.wrong()
  await reader.send({ name: 'Harbour' })
  await reader.read()
  const team = placeOf(reader)
  await reader.wrong({}, 'form[action$="/removals"]')
  await reader.goRead(`${team}/invitations`)
  await reader.wrong()
  await reader.send({ email: guest.email })
  await reader.goRead(`${team}/keys`)
  await reader.wrong()
  await reader.send({ name: 'A program' })
  await reader.read()
  await reader.goRead(team)
  await invited.signIn(guest)
  const [link = ''] = /\/registry\/invitations\/[\w-]+/.exec(await reader.lastMail(guest.email)) ?? []
  await invited.goRead(link)
  await invited.send()
  await invited.read('registry')
  await invited.goRead(link)

  await reader.goRead('/registry/services/new')
  await reader.wrong()
  await reader.send({ name: 'Pond licences' })
  await reader.read('address')
  await reader.wrong()
  await reader.wrong({ address: 'nonsense' })
  await reader.send({ address: 'https://ponds.harbourton.example/back' })
  await reader.read()
  const service = placeOf(reader)
  await reader.goRead(`${service}/production`)
  await readSettings(reader, service)
  await reader.goRead(`${service}/secret`)
  await reader.send()
  await reader.read('secret')
  await reader.go(`${service}/settings/public-key`)
  await reader.send({ value: publicKey })
  await reader.page.request.get(
    `${reader.provider.target.url}/authorize?client_id=${service.split('/').at(-1)}&response_type=code`,
  )
  await reader.goRead(`${service}/errors`)
  await reader.goRead(`${service}/production`)
  await reader.send()
  await reader.read()
  await reader.goRead('/registry')
  return service
}

async function readSettings(reader: Reader, service: string): Promise<void> {
  await reader.go(service)
  const pages = await reader.links('/settings/')
  assert.ok(pages.length > 20)
  let mistakes = 0
  for (const setting of pages) {
    await reader.goRead(setting)
    const field = reader.page.locator('main input[type=text], main textarea')
    if ((await field.count()) === 0) continue
    await reader.send({ value: setting.endsWith('/name') ? '' : 'nonsense' })
    if (!(await reader.hasErrors())) continue
    await reader.read()
    mistakes += 1
  }
  assert.ok(mistakes > 5)
}

/** Whoever reads signs in as an operator. */
export async function readOperations(reader: Reader, service: string): Promise<void> {
  await reader.goRead('/operators')
  const [asked = ''] = await reader.links('/operators/requests/')
  await reader.goRead(asked)
  await reader.wrong()
  await reader.send({ decision: 'not-tried' })
  await reader.goRead(asked)
  await reader.goRead('/operators/clients')
  const client = `/operators/clients/${service.split('/').at(-1)}`
  await reader.goRead(client)
  await reader.goRead(`${client}/limit`)
  await reader.wrong({ limit: 'many' })
  await reader.goRead('/operators/keys')
  await reader.goRead('/operators/keys/new')
  await reader.wrong()
  await reader.send({ name: 'A program', kind: 'statistics' })
  await reader.read()
  await reader.goRead('/operators/keys')
  await reader.goRead('/operators/accounts')
  await reader.wrong()
}

/** An operator intervenes on an account; with a look at its page before and after, unless it was seen before. */
export async function intervene(reader: Reader, person: Person, intervention: string): Promise<void> {
  await reader.go('/operators/accounts')
  await reader.send({ email: person.email })
  if (intervention === 'suspend') {
    await reader.read()
    await reader.wrong()
  }
  await reader.send({ intervention, reason: 'fraud' })
  await reader.read()
}

function placeOf({ page }: Reader): string {
  return inEnglish(new URL(page.url()).pathname)
}
