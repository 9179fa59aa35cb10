import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { inLanguage } from '#design'
import type { IsoDate, Locale, Moment } from '#shared/dates'
import type { Messages, Text, Values } from '../messages/index.ts'
import { addressIn } from './addresses.ts'
import type { FormError } from './form-input.ts'

/** Folders with templates, by the first part of their templates' names: progress/views/overview is in the folder `progress`. */
export type Folders = Record<string, URL>

export interface Views {
  render(view: string, locale: Locale, context: object): string
}

const { SafeString } = nunjucks.runtime
const GOVUK = new URL('.', import.meta.resolve('govuk-frontend/dist/govuk/template.njk'))

/** Compiles every template now, and refuses to start with one that is broken or asks for words that nobody has. */
export function createViews(
  folders: Folders,
  messages: Messages,
  asset: (name: string) => string,
  name: Text = { en: '' },
): Views {
  const templates = Object.entries(folders).flatMap(([name, folder]) => templatesIn(name, folder))
  const missing = templates.flatMap(({ name, source }) =>
    keysIn(source)
      .filter((key) => !messages.has(key))
      .map((key) => `${name}.njk says ${key}, which no messages/en.json has`),
  )
  if (missing.length > 0) throw new Error(`The templates have mistakes:\n- ${missing.join('\n- ')}`)

  const all = { ...folders, govuk: GOVUK }
  const create = (locale: Locale) => createEnvironment(all, messages, locale, asset, name)
  const english = create('en')
  for (const { name } of templates) english.getTemplate(`${name}.njk`, true)

  // Each language has its own environment, since macros see an environment's globals but not a page's context.
  const environments = new Map([['en', english]])
  return {
    render(view, locale, context) {
      const environment = environments.get(locale) ?? create(locale)
      environments.set(locale, environment)
      return environment.render(`${view}.njk`, context)
    },
  }
}

class FolderLoader extends nunjucks.Loader {
  readonly folders: Folders

  constructor(folders: Folders) {
    super()
    this.folders = folders
  }

  getSource(name: string) {
    const [folder = '', ...rest] = name.split('/')
    const found = this.folders[folder]
    if (!found) throw new Error(`There is no folder "${folder}" for the template ${name}`)
    const file = new URL(rest.join('/'), found)
    if (!existsSync(file)) throw new Error(`There is no template ${name}`)
    return { src: readFileSync(file, 'utf8'), path: name, noCache: false }
  }

  // GOV.UK Frontend's templates name one another relative to themselves.
  override resolve(from: string, to: string): string {
    return new URL(to, `file:///${from}`).pathname.slice(1)
  }
}

function createEnvironment(
  folders: Folders,
  messages: Messages,
  own: Locale,
  asset: (name: string) => string,
  name: Text,
) {
  const words = messages.in(own)
  // A loader of its own too: it is the loader that keeps compiled templates, each bound to one environment.
  const environment = new nunjucks.Environment(new FolderLoader(folders), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
    throwOnUndefined: false,
  })
  environment
    .addGlobal('locale', words.locale)
    .addGlobal('review', words.review)
    .addGlobal('asset', asset)
    .addGlobal('siteName', words.text(name).says)
    .addGlobal('say', (key: string, values?: Values) => words.say(key, values))
    // For a few words in a language that is not the page's: whoever shows them says which.
    .addGlobal('sayIn', (locale: Locale, key: string, values?: Values) =>
      messages.in(locale).say(key, values),
    )
    // A link to a page in this language: {{ '/organisations' | to(dates) }}.
    .addFilter('to', (address: string, query?: string) => addressIn(words.locale, address, query))
    // What a definition does not say in the page's language is marked with its own.
    .addFilter('text', (text: Text) => {
      const { says, locale } = words.text(text)
      return locale === own ? says : new SafeString(inLanguage(says, locale))
    })
    // For sentences and attributes, which cannot hold such a mark.
    .addFilter('plainText', (text: Text) => words.text(text).says)
    .addFilter('number', (value: number) => words.number(value))
    .addFilter('percent', (share: number) => words.percent(share))
    .addFilter('date', (published: IsoDate) => words.date(published))
    .addFilter('moment', (moment: Moment) => words.moment(moment))
    // What a field of GOV.UK Frontend shows as its error: {{ errors | errorOn('email') }}.
    .addFilter('errorOn', (errors: FormError[] | undefined, field: string) => {
      const found = errors?.find((error) => error.field === field)
      if (!found) return undefined
      return {
        text: words.say(found.key, found.values),
        visuallyHiddenText: words.say('design.form.error').replace(/:$/, ''),
      }
    })
  return addQuickFilters(environment)
}

// GOV.UK Frontend's macros call these two thousands of times a page; the ones that Nunjucks brings use slow patterns.
function addQuickFilters(environment: nunjucks.Environment): nunjucks.Environment {
  return environment
    .addFilter('trim', (text: unknown) => keepSafeness(text, String(text ?? '').trim()))
    .addFilter('indent', (text: unknown, width?: number, first?: boolean) => {
      const space = ' '.repeat(width || 4)
      const body = String(text ?? '').replaceAll('\n', `\n${space}`)
      return body === '' ? '' : keepSafeness(text, first ? space + body : body)
    })
}

function keepSafeness(original: unknown, text: string) {
  return original instanceof SafeString ? new SafeString(text) : text
}

function templatesIn(name: string, folder: URL): { name: string; source: string }[] {
  return globSync('**/*.njk', { cwd: fileURLToPath(folder) }).map((file) => ({
    name: `${name}/${file.replace(/\.njk$/, '')}`,
    source: readFileSync(new URL(file, folder), 'utf8'),
  }))
}

// Keys that a template puts together from parts are not seen here; the tests of its page see those.
function keysIn(source: string): string[] {
  return [...source.matchAll(/\bsay\(\s*'([^']+)'\s*[,)]/g)].flatMap(([, key]) => key ?? [])
}
