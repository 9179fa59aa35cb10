/* What the pages and the interface of registrations have in common: whose service it is, and how it is told of. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressIn, type FormError, NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import type { Base } from '../base.ts'
import { type Registered, registeredClient } from '../clients/queries.ts'
import type { Fault } from '../clients/rules.ts'
import type { AtDesk, Desk } from '../desks/desk.ts'
import type { Team } from '../teams/queries.ts'
import type { Teams } from '../teams/teams.ts'
import type { Acting, Registrations } from './registrations.ts'

export interface RegistrationPages {
  readonly base: Base
  readonly desk: Desk
  readonly teams: Teams
  readonly registrations: Registrations
}

export const anyone = { config: { may: 'anyone' } }

export async function visiting(
  { teams: all }: RegistrationPages,
  who: AtDesk,
  request: FastifyRequest,
): Promise<{ acting: Acting; teams: Team[] }> {
  const teams = await all.of(who.subject)
  const ids = teams.map(({ teamId }) => teamId)
  return { acting: { actor: `member:${who.subject}`, teams: ids, requestId: request.id }, teams }
}

const atClient = z.object({ clientId: z.string() })

/** The service of the address, with what its team last wanted of it. @throws NotFound where it is another team's. */
export async function theirs(
  pages: RegistrationPages,
  who: AtDesk,
  request: FastifyRequest,
): Promise<{ acting: Acting; client: Registered; latest: Registered['settings'] }> {
  const { acting } = await visiting(pages, who, request)
  const { clientId } = atClient.parse(request.params)
  const client = await registeredClient(pages.base.store.quick('accounts'), clientId, acting.teams)
  if (!client) throw new NotFound()
  return { acting, client, latest: client.open?.settings ?? client.settings }
}

export function serviceAddress(request: FastifyRequest, clientId: string): string {
  return addressIn(request.words.locale, `/registry/services/${clientId}`)
}

export type State = 'inactive' | 'integration' | 'production-requested' | 'production' | 'change-requested'

/** Where a service stands, as one word: the message `one-login.registrations.state.{state}`. */
export function stateOf({
  isActive,
  standing,
  open,
}: Pick<Registered, 'isActive' | 'standing' | 'open'>): State {
  if (!isActive) return 'inactive'
  if (open) return open.kind === 'production' ? 'production-requested' : 'change-requested'
  return standing
}

/** What is wrong with a setting, as the mistake of a field. */
export function errorOf(fault: Fault, field: string): FormError {
  const key = `one-login.clients.fault.${fault.says.replaceAll(' ', '-')}`
  return fault.values ? { field, key, values: { ...fault.values } } : { field, key }
}

/** The same, said. */
export function sayFault(fault: Fault, words: Words): string {
  const { key, values } = errorOf(fault, '')
  return words.say(key, values)
}
