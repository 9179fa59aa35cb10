import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { allowFormsTo, type FormError, inBothLanguages } from '#platform/http'
import type { Asked, Authorizations } from '../protocol/asked.ts'
import { type Configuration, responseSchema, type SimulatedResponse } from './configuration.ts'
import type { Visitors } from './visitors.ts'

interface QuestionNeeds {
  current(): Configuration
  visitors: Visitors
  authorizations: Authorizations
}

type Uid = { Params: { uid: string } }

/** The fields of the page, in its order, with the names by which the UK's documents tell browsers' tests to find them. */
const FIELDS = [
  { name: 'sub', testId: 'sub', kind: 'text' },
  { name: 'email', testId: 'email', kind: 'text' },
  { name: 'emailVerified', testId: 'email-verified', kind: 'flag' },
  { name: 'phoneNumber', testId: 'phone-number', kind: 'text' },
  { name: 'phoneNumberVerified', testId: 'phone-number-verified', kind: 'flag' },
  { name: 'maxLoCAchieved', testId: 'max-loc-achieved', kind: 'text' },
  { name: 'coreIdentityVerifiableCredentials', testId: 'core-identity-vc', kind: 'json' },
  { name: 'passportDetails', testId: 'passport-details', kind: 'json' },
  { name: 'drivingPermitDetails', testId: 'driving-permit-details', kind: 'json' },
  { name: 'socialSecurityRecordDetails', testId: 'social-security-record-details', kind: 'json' },
  { name: 'postalAddressDetails', testId: 'postal-address-details', kind: 'json' },
  { name: 'returnCodes', testId: 'return-codes', kind: 'json' },
] as const satisfies readonly {
  name: keyof SimulatedResponse
  testId: string
  kind: 'text' | 'flag' | 'json'
}[]

const formSchema = z.record(z.string(), z.string())

/** The page of the interactive mode: who is signing in, filled in with what the configuration says. */
export function serveQuestion(app: FastifyInstance, needs: QuestionNeeds): void {
  const { current, visitors, authorizations } = needs
  inBothLanguages(app, (site) => {
    site.get<Uid>('/sign-in/:uid', { config: { may: 'anyone' } }, async (request, reply) => {
      const asked = await authorizations.asked(request, reply)
      return asked ? ask(reply, asked, textsOf(current().responseConfiguration)) : over(reply)
    })

    site.post<Uid>('/sign-in/:uid', { config: { may: 'anyone' } }, async (request, reply) => {
      const asked = await authorizations.asked(request, reply)
      if (!asked) return over(reply)
      const form = formSchema.catch({}).parse(request.body)
      const said = read(form, current().responseConfiguration)
      if (!said.ok) return ask(reply.code(422), asked, form, said.wrong)
      const accountId = visitors.welcome(said.response)
      await authorizations.signedIn(request, reply, { accountId, level: asked.credential, methods: ['pwd'] })
      return reply
    })
  })
}

function ask(
  reply: FastifyReply,
  { client }: Asked,
  texts: Readonly<Record<string, string>>,
  wrong: readonly string[] = [],
): FastifyReply {
  const errors: FormError[] = wrong.map((field) => ({
    field,
    key: 'one-login.simulator.question.wrong',
    values: { field },
  }))
  const fields = FIELDS.map((field) => ({
    ...field,
    value: texts[field.name] ?? '',
    isWrong: wrong.includes(field.name),
  }))
  return allowFormsTo(reply, client.redirectUrls).formPage('one-login/simulator/views/question', {
    fields,
    errors,
  })
}

function over(reply: FastifyReply): FastifyReply {
  return reply.code(410).header('cache-control', 'no-store').page('one-login/protocol/views/journey-over')
}

function textsOf(response: SimulatedResponse): Record<string, string> {
  return Object.fromEntries(
    FIELDS.map(({ name, kind }) => {
      const value = response[name]
      if (value === null || value === undefined) return [name, '']
      return [name, kind === 'json' ? JSON.stringify(value, null, 2) : String(value)]
    }),
  )
}

/** An empty field is what the configuration says, but for a JSON one: that is left out. */
function read(
  form: Readonly<Record<string, string>>,
  usual: SimulatedResponse,
): { ok: true; response: SimulatedResponse } | { ok: false; wrong: readonly string[] } {
  const said: Record<string, unknown> = { ...usual }
  const wrong: string[] = []
  for (const { name, kind } of FIELDS) {
    const text = form[name]?.trim()
    if (text === undefined) continue
    if (kind === 'flag') said[name] = text === 'true'
    else if (kind === 'text' && text !== '') said[name] = text
    else if (kind === 'json') {
      const value = text === '' ? null : jsonOf(text)
      if (value === undefined) wrong.push(name)
      else said[name] = value
    }
  }
  if (wrong.length > 0) return { ok: false, wrong }
  const response = responseSchema.safeParse(said)
  if (response.success) return { ok: true, response: response.data }
  return { ok: false, wrong: response.error.issues.map(({ path }) => String(path[0])) }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
