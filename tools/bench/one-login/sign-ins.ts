/* A person at the pages: the address, the password, the code of the authenticator. */
import { Secret, TOTP } from 'otpauth'
import { PASSWORD, type Person } from './accounts.ts'
import type { Answer, Cookies, RelyingParty } from './relying-party.ts'

/** Somebody who is about to type their password. */
export interface AtPassword {
  cookies: Cookies
  /** The address of the authorization's pages. */
  place: string
  formToken: string
  person: Person
}

export interface People {
  /** Somebody else each time, until all had their turn. */
  next(): Person
  upToPassword(): Promise<AtPassword>
  typePassword(at: AtPassword): Promise<void>
  /** With the code of the authenticator, to the code that the service gets. */
  typeCode(at: AtPassword): Promise<string>
  /** All of it, in a browser of its own. */
  signIn(): Promise<Cookies>
}

const STEP = 30_000

// Of each group of people, whose turn it is, and of each person, how often they signed in: across all parts of a run.
const turns = new WeakMap<readonly Person[], number>()
const signedIn = new WeakMap<Person, number>()

export function createPeople(party: RelyingParty, people: readonly Person[]): People {
  function next(): Person {
    const turn = turns.get(people) ?? 0
    turns.set(people, turn + 1)
    const person = people[turn % people.length]
    if (!person) throw new Error('nobody is there to sign in')
    return person
  }

  async function upToPassword(): Promise<AtPassword> {
    const cookies: Cookies = new Map()
    const person = next()
    const sent = wentOn(await party.get(party.address(), cookies))
    await shown(party.get(sent, cookies))
    const page = await shown(party.get(`${sent}/enter-email`, cookies))
    const formToken = /name="form-token" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    const form = { email: person.email, 'form-token': formToken }
    await shown(party.get(wentOn(await party.post(`${sent}/enter-email`, cookies, form)), cookies))
    return { cookies, place: sent, formToken, person }
  }

  async function typePassword({ cookies, place, formToken }: AtPassword): Promise<void> {
    const form = { password: PASSWORD, 'form-token': formToken }
    const to = wentOn(await party.post(`${place}/enter-password`, cookies, form))
    if (!to.endsWith('/enter-code')) throw new Error(`after the password the provider asks for ${to}`)
  }

  async function typeCode({ cookies, place, formToken, person }: AtPassword): Promise<string> {
    await shown(party.get(`${place}/enter-code`, cookies))
    const code = codeOf(person)
    const form = { code, 'form-token': formToken }
    const to = wentOn(await party.post(`${place}/enter-code`, cookies, form))
    const page = await shown(party.get(to, cookies))
    const onwards = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(page)?.[1] ?? ''
    return await party.goOn(onwards, cookies)
  }

  // No code is good twice: who signs in again types that of a later half minute, of the nine that are accepted.
  function codeOf(person: Person): string {
    const before = signedIn.get(person) ?? 0
    signedIn.set(person, before + 1)
    const secret = new Secret({ buffer: new Uint8Array(person.totpSecret).buffer })
    return new TOTP({ secret }).generate({ timestamp: Date.now() + (Math.min(before, 7) - 3) * STEP })
  }

  return {
    next,
    upToPassword,
    typePassword,
    typeCode,
    async signIn() {
      const at = await upToPassword()
      await typePassword(at)
      await typeCode(at)
      return at.cookies
    },
  }
}

function wentOn({ status, headers, text }: Answer): string {
  if (headers.location === undefined) throw new Error(`a page answered ${status}: ${text.slice(0, 2000)}`)
  return headers.location
}

async function shown(answer: Promise<Answer>): Promise<string> {
  const { status, text } = await answer
  if (status !== 200) throw new Error(`a page answered ${status}: ${text.slice(0, 2000)}`)
  return text
}
