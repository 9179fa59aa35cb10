/* Settings in words, line by line: on the pages of teams, and all of them on those of operators. */
import type { Words } from '#platform/messages'
import type { SettingName, Settings } from '../clients/input.ts'
import type { Profile } from '../profile.ts'
import { type SettingPage, settingPages, shownIn } from './pages.ts'

/** One line. Its name is the message `one-login.registrations.{at}.title`. */
export interface Row {
  readonly at: string
  readonly name: SettingName
  /** What it is, in words where it is a choice; nothing: it is not set. */
  readonly says: readonly string[]
}

/** Settings that no page of teams changes: those that follow from others, and those that operators alone write. */
const WITHOUT_PAGE: readonly SettingPage[] = [
  { at: 'identity-asked', name: 'identityVerificationSupported', as: 'yes or no' },
  { at: 'key-source', name: 'publicKeySource', as: 'one of', options: ['STATIC', 'JWKS'] },
  { at: 'smoke-test', name: 'smokeTest', as: 'yes or no' },
  { at: 'own-service', name: 'oneLoginService', as: 'yes or no' },
  { at: 'missing-nonce', name: 'permitMissingNonce', as: 'yes or no' },
  { at: 'limit', name: 'rateLimit', as: 'line' },
]

/** Every setting, whether it has a page or not. */
export function allSettings(profile: Pick<Profile, 'claims'>): readonly SettingPage[] {
  return [...settingPages(profile), ...WITHOUT_PAGE]
}

export function rowOf(page: SettingPage, settings: Settings, words: Words): Row {
  return { at: page.at, name: page.name, says: saidOf(page, settings, words) }
}

function saidOf(page: SettingPage, settings: Settings, words: Words): string[] {
  const { value, chosen } = shownIn(page, settings)
  const say = (option: string) => words.say(`one-login.registrations.${page.at}.${option}`)
  switch (page.as) {
    case 'yes or no':
      return [words.say(`one-login.registrations.${value}`)]
    case 'one of':
      return [say(value)]
    case 'some of': {
      const known = chosen.filter((each) => page.options.includes(each))
      // Claims have no words: their names are what services ask for.
      return page.name === 'claims' ? known : known.map(say)
    }
    case 'key':
      return value === '' ? [] : [words.say('one-login.registrations.key-kept')]
    case 'line':
    case 'lines':
      return value.split('\n').filter((line) => line !== '')
  }
}
