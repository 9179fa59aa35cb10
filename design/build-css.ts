import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

export const STYLESHEET = new URL('assets/fingerpost.css', import.meta.url)

/** The stylesheet from its sources. `node design/build-css.ts` writes it; a test says when it was forgotten. */
export function compileStylesheet(): string {
  const { css } = compile(fileURLToPath(new URL('styles/fingerpost.scss', import.meta.url)), {
    loadPaths: [fileURLToPath(new URL('../node_modules', import.meta.url))],
    style: 'compressed',
    quietDeps: true,
  })
  return `${css}\n`
}

if (import.meta.main) {
  const css = compileStylesheet()
  writeFileSync(STYLESHEET, css)
  process.stdout.write(`design/assets/fingerpost.css written, ${css.length} bytes\n`)
}
