import { join } from 'node:path'
import { schemaFiles } from '#definitions'
import { batchFile } from '#registers'
import { SETTINGS } from '../app/config.ts'
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
  const rows = SETTINGS.map(
    ({ name, usual, does }) => `| \`${name}\` | ${usual && `\`${usual}\``} | ${does} |`,
  )
  return [
    '# Settings',
    '',
    'Environment variables. None is needed. This page is made from `app/config.ts` by `npm run update`.',
    '',
    '| name | where it is not set | what it does |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
