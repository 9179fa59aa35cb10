import type { IRegularForbiddenRuleType as Rule } from 'dependency-cruiser'

/** The ladder of modules: each may use those named, through their front doors, and no other. */
export const mayUse: Record<string, readonly string[]> = {
  definitions: [],
  organisations: ['definitions'],
  frameworks: ['definitions'],
  registers: ['definitions', 'organisations', 'frameworks'],
  roadmaps: ['definitions', 'organisations'],
  figures: ['definitions', 'organisations', 'registers', 'roadmaps'],
  progress: ['definitions', 'organisations', 'frameworks', 'registers', 'roadmaps', 'figures'],
  // A program of its own: it uses no other module, and no other uses it.
  'one-login': [],
}

/** What tests share is in testing.ts, in a folder testing/, or in a file named so: histories.testing.ts. */
const TEST_SUPPORT = '(^|/)testing(/|\\.ts$)|\\.testing\\.ts$'
const TESTS = `\\.test\\.ts$|${TEST_SUPPORT}`
const FRONT_DOOR = '^modules/[^/]+/(?!index\\.ts$)'
const RUNTIME = '^(app|modules|platform|design|shared)/'

function rule(name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule {
  return { name, comment, severity: 'error', from, to }
}

/** Who may import whom. Each comment says what to do instead. */
export const boundaries: Rule[] = [
  rule('no-cycles', 'Two files that need each other are one file, or need a third.', {}, { circular: true }),
  rule(
    'every-import-is-found',
    'Node would not find this at run time: write the path with its .ts, or the #name.',
    {},
    { couldNotResolve: true },
  ),
  rule(
    'front-door-only',
    'Another module is entered through its index.ts, as #name.',
    { path: '^modules/([^/]+)/' },
    { path: FRONT_DOOR, pathNot: '^modules/$1/' },
  ),
  rule(
    'outsiders-use-front-doors',
    'app/, tools/ and tests/ know nothing of the insides of a module: export what they need from its index.ts.',
    { path: '^(app|tools|tests)/' },
    { path: FRONT_DOOR },
  ),
  rule(
    'examples-stand-alone',
    "An example is somebody else's program: it uses packages, and nothing of ours but in its tests.",
    { path: '^examples/', pathNot: TESTS },
    { path: '^(app|modules|platform|design|shared|tests|tools)/' },
  ),
  rule(
    'platform-by-its-front-door',
    'Platform is entered through its index.ts, as #platform/name (testing.ts is for tests alone).',
    { path: '^(app|modules|design|shared)/', pathNot: TESTS },
    { path: '^platform/[^/]+/(?!index\\.ts$)' },
  ),
  rule(
    'design-by-its-front-door',
    'Design is entered through its index.ts, as #design.',
    { path: '^(app|modules|platform|shared)/' },
    { path: '^design/(?!index\\.ts$)' },
  ),
  rule(
    'platform-knows-no-module',
    'platform/, shared/ and design/ serve every module and know none: take a function, and let app/ pass it.',
    { path: '^(platform|shared|design)/' },
    { path: '^(modules|app)/' },
  ),
  rule(
    'shared-stands-alone',
    'shared/ is words, not machinery: it may import only itself and packages.',
    { path: '^shared/' },
    { path: '^(platform|design|tools|tests)/' },
  ),
  rule(
    'app-is-on-top',
    'Nothing of the product imports app/ or an example, which wire everything together.',
    { path: '^(modules|platform|design|shared)/' },
    { path: '^(app|examples)/' },
  ),
  rule(
    'the-product-needs-no-tools',
    'tools/, tests/ and what is named testing are for developers: the product must run without them.',
    { path: RUNTIME, pathNot: TESTS },
    { path: `^(tools|tests)/|${TEST_SUPPORT}` },
  ),
  rule(
    'runtime-dependencies-only',
    'The product may import only `dependencies` of package.json, not devDependencies or a stray package.',
    { path: RUNTIME, pathNot: `${TESTS}|^design/build-css\\.ts$` },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'type-only'] },
  ),
  rule(
    'rules-are-pure',
    'rules.ts takes values and returns values: no database, no HTTP, no files.',
    { path: '/rules\\.ts$' },
    {
      path: '^platform/|(queries|routes|index)\\.ts$|^modules/[^/]+/tables\\.ts$|^(node:)?(fs|net|http|https|child_process|worker_threads)(/|$)|node_modules/(kysely|pg|fastify|@electric-sql)/',
      pathNot: '^(modules/[^/]+|design)/index\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'sql-lives-in-queries',
    'Only queries.ts, tables.ts, migrations and tests touch the database: ask a function of queries.ts.',
    { path: '^modules/', pathNot: `/queries\\.ts$|^modules/[^/]+/tables\\.ts$|${TESTS}` },
    { path: 'node_modules/kysely/|^platform/database/', dependencyTypesNot: ['type-only'] },
  ),
  ...Object.entries(mayUse).map(([name, others]) =>
    rule(
      `${name}-may-use`,
      `Do without it, or add it to mayUse in tools/boundaries.ts with a decision. ${name} may use: ${others.join(', ') || 'no module'}.`,
      { path: `^modules/${name}/` },
      { path: '^modules/', pathNot: `^modules/(${[name, ...others].join('|')})/` },
    ),
  ),
]
