import { join } from 'node:path'
import { schemaFiles } from '#definitions'
import { SIMULATOR_SETTINGS } from '#one-login'
import { batchFile } from '#registers'
import { SETTINGS } from '../app/config.ts'
import { ONE_LOGIN_SETTINGS } from '../app/one-login/config.ts'
import type { Setting } from '../app/settings.ts'
import { compileStylesheet } from '../design/build-css.ts'

/** Every file that is made from others, by its path, with what it must hold. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    ['design/assets/fingerpost.css', compileStylesheet()],
    ['docs/generated/settings.md', settings()],
    ...[...schemaFiles({ batch: batchFile })].map(([name, text]): [string, string] => [
      join('governments/schemas', name),
      text,
    ]),
  ])
}

function settings(): string {
  return [
    '# Settings',
    '',
    'Environment variables. None is needed. This page is made from `app/config.ts` and `app/one-login/config.ts` by `npm run update`.',
    '',
    '## The site and the command line',
    '',
    ...tableOf(SETTINGS),
    '',
    '## One Login',
    '',
    ...tableOf(ONE_LOGIN_SETTINGS),
    '',
    '## Its simulator',
    '',
    "Those of the UK's simulator, under the same names. `POST /config` changes what they set.",
    '',
    ...tableOf(SIMULATOR_SETTINGS.map((setting) => ({ ...setting, usual: '' }))),
    '',
  ].join('\n')
}

function tableOf(all: readonly Setting[]): string[] {
  const rows = all.map(({ name, usual, does }) => `| \`${name}\` | ${usual && `\`${usual}\``} | ${does} |`)
  return ['| name | where it is not set | what it does |', '|---|---|---|', ...rows]
}
