import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type FormError, inBothLanguages, NotFound, readForm, typed } from '#platform/http'
import { teamsChangeSchema } from '../clients/input.ts'
import type { Registered } from '../clients/queries.ts'
import type { Desk } from '../desks/desk.ts'
import { settingSchema } from './input.ts'
import { changeOf, type Sent, type SettingPage, settingPages, shownIn } from './pages.ts'
import { anyone, errorOf, type RegistrationPages, serviceAddress, theirs } from './visits.ts'

const FAULT = 'one-login.registrations.fault'
const atSetting = z.object({ setting: z.string() })

/** A page for each setting of a service. */
export function serveSettings(app: FastifyInstance, needs: RegistrationPages): void {
  const pages = settingPages(needs.base.profile)

  function settingOf(request: FastifyRequest): SettingPage {
    const { setting } = atSetting.parse(request.params)
    const page = pages.find(({ at }) => at === setting)
    if (!page) throw new NotFound()
    return page
  }

  inBothLanguages(app, (site) => {
    site.get(
      '/registry/services/:clientId/settings/:setting',
      anyone,
      needs.desk.page(async (who, request, reply) => {
        const { client, latest } = await theirs(needs, who, request)
        const page = settingOf(request)
        return show(needs.desk, reply, client, page, shownIn(page, latest), [])
      }),
    )

    site.post(
      '/registry/services/:clientId/settings/:setting',
      anyone,
      needs.desk.page(async (who, request, reply) => {
        const { acting, client } = await theirs(needs, who, request)
        const page = settingOf(request)
        const field = page.as === 'some of' ? 'chosen' : 'value'
        const form = readForm(settingSchema, request.body)
        const sent = form.ok ? form.value : { value: typed(request.body, 'value'), chosen: [] }
        const again = (errors: FormError[]) => show(needs.desk, reply.code(422), client, page, sent, errors)

        const change = teamsChangeSchema.safeParse(changeOf(page, sent))
        if (!form.ok || !change.success) return again([{ field, key: `${FAULT}.${badAnswer(page)}` }])
        const changed = await needs.registrations.change(acting, client.clientId, change.data)
        if (changed.ok) return reply.redirect(serviceAddress(request, client.clientId), 303)
        switch (changed.why) {
          case 'not found':
            throw new NotFound()
          case 'changed meanwhile':
            return again([{ field, key: `${FAULT}.changed-meanwhile` }])
          case 'faults':
            return again(changed.faults.map((fault) => errorOf(fault, field)))
        }
      }),
    )
  })
}

function show(
  desk: Desk,
  reply: FastifyReply,
  client: Registered,
  page: SettingPage,
  sent: Sent,
  errors: readonly FormError[],
): FastifyReply {
  return desk.show(reply, 'one-login/registrations/views/setting', {
    client,
    page,
    sent,
    errors,
    // In production a team changes its keys by itself, and asks for the rest.
    isLive: client.standing === 'production',
  })
}

/** Which words say that the answer is of the wrong form. */
function badAnswer({ as, name }: SettingPage): string {
  if (name === 'clientName') return 'name-missing'
  if (name === 'redirectUrls') return 'address-missing'
  return as === 'yes or no' || as === 'one of' ? 'choose' : 'too-much'
}
