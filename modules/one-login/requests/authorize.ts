import type { Client, Clients } from '../clients/client.ts'
import type { Profile } from '../profile.ts'
import { readAsking } from './asking.ts'
import type { ClientKeys } from './client-keys.ts'
import { type Fault, formFault, isResponseMode, type Parameters, readOnce, WORDS } from './parameters.ts'
import type { Authorized, AuthorizeError, AuthorizeRefusal } from './request.ts'
import { expand, objectFault, readRequestObject, verifyRequestObject } from './request-objects.ts'
import type { SignedText } from './signed-text.ts'

export interface AuthorizeContext {
  readonly clients: Clients
  readonly keys: ClientKeys
  /** With its slash. Request objects are for the address `{issuer}authorize`. */
  readonly issuer: string
  readonly profile: Profile
  readonly now: () => number
}

interface Target {
  readonly client: Client
  readonly redirectUri: string
  readonly responseMode: 'query' | 'fragment'
  readonly state: string | null
}

const MISSING = 'Request is missing parameters'
const INVALID = 'Invalid request'
/** The contract shows a person no more than that; a team reads which of all mistakes it was. */
const UNREGISTERED = 'Invalid request: redirect_uri is not registered'

/**
 * Judges a request to /authorize by the contract: its order, its words, its statuses (reference 1.2 and 1.4). A person
 * is never sent to an address that is not registered, letter by letter, for the client that asked.
 *
 * @param query as it was parsed; what is there twice is an array, and is refused.
 */
export async function checkAuthorizeRequest(
  method: string,
  query: Readonly<Record<string, unknown>>,
  context: AuthorizeContext,
): Promise<Authorized> {
  if (method !== 'GET' && method !== 'HEAD')
    return page(405, `Method "${method}" not allowed`, 'invalid_request', null)
  const parameters = readOnce(query)
  if (!parameters) return await unreadable(firstOf(query), context)
  const { client_id: clientId, request } = parameters
  if (!clientId) return page(400, MISSING, 'invalid_request', null)

  const fault = formFault(parameters)
  const object = request ? readRequestObject(request, clientId) : undefined
  if (fault === 'missing') return page(400, MISSING, 'invalid_request', clientId)
  if (fault || (request && !object)) return await unreadable(parameters, context)

  const client = await context.clients.find(clientId)
  if (!client) return page(400, INVALID, 'invalid_request', clientId)
  return object
    ? await checkObject(object, parameters, client, context)
    : checkQuery(parameters, client, context)
}

function checkQuery(parameters: Parameters, client: Client, { profile }: AuthorizeContext): Authorized {
  const target = targetOf(parameters, client)
  if (!target) return astray(parameters, client)
  if (client.jarValidationRequired)
    return redirect(target, {
      error: 'access_denied',
      description: 'JAR required for client but request does not contain Request Object',
    })
  const fault = stateFault(target) ?? uriFault(parameters)
  return fault ? redirect(target, fault) : judge(parameters, target, false, profile)
}

async function checkObject(
  object: SignedText,
  query: Parameters,
  client: Client,
  context: AuthorizeContext,
): Promise<Authorized> {
  const verified = await verifyRequestObject(object, client, context)
  if (verified === 'keys unreachable')
    return page(500, 'Unexpected server error', 'server_error', client.clientId)
  if (verified === 'not signed')
    return page(400, 'Trust chain validation failed', 'invalid_request_object', client.clientId)
  if (verified === 'expired') return page(400, 'Request expired', 'invalid_request_object', client.clientId)

  const parameters = expand(object)
  const target = targetOf(parameters, client)
  if (!target) return astray(parameters, client)
  const fault = stateFault(target) ?? objectFault(object, query, client, `${context.issuer}authorize`)
  return fault ? redirect(target, fault) : judge(parameters, target, true, context.profile)
}

function judge(parameters: Parameters, target: Target, signed: boolean, profile: Profile): Authorized {
  const { client, redirectUri, responseMode } = target
  // No database keeps a NUL, and a signed object can hold one.
  if (Object.values(parameters).some((value) => value.includes('\0')))
    return redirect(target, WORDS.unreadable)
  const asking = readAsking(parameters, { client, redirectUri, responseMode, signed }, profile)
  return asking.ok ? asking : redirect(target, asking.fault)
}

/** Undefined: an address or a way of answering that the client may not use. */
function targetOf(parameters: Parameters, client: Client): Target | undefined {
  const { redirect_uri: redirectUri, response_mode: mode = 'query', state } = parameters
  if (!redirectUri || !client.redirectUrls.includes(redirectUri) || !isResponseMode(mode)) return undefined
  return { client, redirectUri, responseMode: mode, state: state || null }
}

/** Nowhere to send an error to. */
function astray({ redirect_uri: redirectUri }: Parameters, { clientId, redirectUrls }: Client): Authorized {
  const isRegistered = redirectUri !== undefined && redirectUrls.includes(redirectUri)
  const refusal = { kind: 'page', status: 400, says: INVALID, clientId, error: 'invalid_request' } as const
  return refused(isRegistered ? refusal : { ...refusal, mistake: UNREGISTERED })
}

function stateFault({ client, state }: Target): Fault | undefined {
  if (!client.isActive) return { error: 'unauthorized_client', description: 'client deactivated' }
  if (state === null) return { error: 'invalid_request', description: 'Request is missing state parameter' }
  return undefined
}

function uriFault({ request_uri }: Parameters): Fault | undefined {
  if (!request_uri) return undefined
  return { error: 'request_uri_not_supported', description: 'Request URI parameter not supported' }
}

/** What no provider could read is told to the service, if the client and its address can be; else to the person. */
async function unreadable(parameters: Parameters, { clients }: AuthorizeContext): Promise<Authorized> {
  const { client_id: clientId } = parameters
  const client = clientId ? await clients.find(clientId) : undefined
  const target = client && targetOf(parameters, client)
  return target ? redirect(target, WORDS.unreadable) : page(400, INVALID, 'invalid_request', clientId ?? null)
}

/** Of a query in which something is there twice, only what is there once: it is all that can be relied on. */
function firstOf(query: Readonly<Record<string, unknown>>): Parameters {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') single[name] = value
  return single
}

function redirect(target: Target, { error, description }: Fault): Authorized {
  const { client, redirectUri, responseMode, state } = target
  return refused({
    kind: 'redirect',
    redirectUri,
    responseMode,
    clientId: client.clientId,
    error,
    description,
    state,
  })
}

function page(
  status: 400 | 405 | 500,
  says: string,
  error: AuthorizeError,
  clientId: string | null,
): Authorized {
  return refused({ kind: 'page', status, says, clientId, error })
}

function refused(refusal: AuthorizeRefusal): Authorized {
  return { ok: false, refusal }
}
