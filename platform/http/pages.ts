import type { FastifyInstance } from 'fastify'
import { LOCALES } from '#shared/dates'
import type { Messages } from '../messages/index.ts'
import { addressIn, readAddress } from './addresses.ts'
import type { Views } from './views.ts'

/** Makes a page in the language of the address that was asked for. */
export type Render = (view: string, url: string, context: object) => string

/** What every page has besides its own context: `path`, its address here, and `languages`, its addresses in each. */
export function renderer(messages: Messages, views: Views, publicUrl: string): Render {
  return (view, url, context) => {
    const { locale, path, query } = readAddress(url)
    const languages = LOCALES.map((each) => {
      const address = addressIn(each, path, query)
      return {
        locale: each,
        name: messages.in(each).say('design.language'),
        address,
        url: publicUrl + address,
      }
    })
    return views.render(view, locale, { ...context, path: addressIn(locale, path), languages })
  }
}

export function makePages(app: FastifyInstance, messages: Messages, render: Render): void {
  app.decorateRequest('words', {
    getter() {
      return messages.in(readAddress(this.url).locale)
    },
  })
  app.decorateRequest('localPath', {
    getter() {
      return readAddress(this.url).path
    },
  })
  app.decorateReply('page', function (view, context = {}) {
    return this.type('text/html; charset=utf-8').send(render(view, this.request.url, context))
  })
}
