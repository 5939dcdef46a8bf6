import ts from 'typescript'
import { clientGraph, foldersAround, type Module, nodesOf, place, type Tree } from './import-graph'

// One function for each rule of who may import what. Each fault is a sentence, with the way to mend it behind the arrow.

const within = (...folders: string[]) => new RegExp(`^(${folders.join('|')})/`)

/** Doors to the outside, each in one folder. */
const kept: [what: RegExp, where: RegExp, why: string][] = [
  [/^(next-auth|@auth\/|@simplewebauthn\/server)/, within('lib/auth'), 'ask lib/auth for what you need'],
  [
    /^@simplewebauthn\/browser/,
    /^components\/passkey-client\.ts$/,
    'call askPasskey() of components/passkey-client.ts',
  ],
  [/^(pg|@prisma\/adapter-pg|@prisma\/client)(\/|$)/, within('lib/db'), 'take the `db` that the gate hands you'],
  [/^graphile-worker/, within('lib/jobs'), 'call enqueue() from lib/jobs/enqueue.ts inside your transaction'],
  [/^(nodemailer|resend)(\/|$)/, within('lib/email'), 'call sendMail() from lib/email/send.ts inside your transaction'],
]

export function importsOfDatabaseClient(tree: Tree): string[] {
  return faults(tree, function* (module) {
    if (within('lib/db', 'lib/auth').test(module.path)) return
    for (const { file } of module.imports) {
      if (file === 'lib/db/client.ts' || file?.startsWith('lib/db/generated/'))
        yield `${module.path} imports ${file}, which has no scope → take \`db\` from the gate's context (lib/README.md).`
    }
  })
}

export function importsOfPackages(tree: Tree): string[] {
  return faults(tree, function* (module) {
    for (const { specifier } of module.imports) {
      for (const [what, where, why] of kept)
        if (what.test(specifier) && !where.test(module.path)) yield `${module.path} imports ${specifier} → ${why}.`
    }
  })
}

/** lib is machinery and domain beneath the interface; the kit knows neither pages nor data. */
export function importsUpwards(tree: Tree): string[] {
  return faults(tree, function* (module) {
    const forbidden = module.path.startsWith('lib/')
      ? within('app', 'components')
      : module.path.startsWith('components/')
        ? within('app', 'lib/domain', 'lib/auth', 'lib/db', 'lib/email', 'lib/jobs')
        : null
    for (const { file } of module.imports) {
      if (file && forbidden?.test(file))
        yield `${module.path} imports ${file} → imports point down: hand it in as a parameter or a prop (lib/README.md).`
    }
  })
}

/** What several routes post to. Everything else of a route is its own and of the routes inside it. */
const shared: Record<string, string> = {
  'app/(auth)/sign-out/actions.ts': 'every frame has a way out',
  'app/account/security/passkey-actions.ts': 'every frame offers a passkey after a sign-in',
  'app/(auth)/accounts/actions.ts': 'every frame switches between the accounts of this browser',
  'app/invite/actions.ts': 'invitations that wait are shown in the frame, the account and on /new',
  'app/account/confirm/actions.ts': 'every frame asks in place',
  'app/o/[slug]/ownership-actions.ts': 'what is offered is taken or left on the dashboard and in the account',
  'app/account/organizations/actions.ts': 'an organization’s settings offer to leave it',
}

export function importsOfOtherRoutes(tree: Tree): string[] {
  const routes = new Set([...tree.keys()].filter((file) => /\/(page|route)\.tsx?$/.test(file)).map(folderOf))
  return faults(tree, function* (module) {
    if (!module.path.startsWith('app/')) return
    for (const { file } of module.imports) {
      if (!file?.startsWith('app/') || file in shared) continue
      const mine = foldersAround(module.path)
      const theirs = foldersAround(file)
      if (mine.includes(folderOf(file))) continue
      const below = theirs.slice(0, theirs.indexOf(folderOf(module.path)))
      if (theirs.includes(folderOf(module.path)) && !below.some((folder) => routes.has(folder))) continue
      yield `${module.path} imports ${file}, which is another route's → move it to the folder that both share, or list an action that many pages post to as \`shared\` in tests/support/import-graph-rules.ts.`
    }
  })
}

/** [Next.js, open] One anonymous POST to an action that was bound in client code pins the process at 100 % CPU. */
export function bindsInClientCode(tree: Tree): string[] {
  const client = clientGraph(tree)
  return faults(tree, function* (module) {
    if (!client.has(module.path)) return
    for (const node of nodesOf(module.ast)) {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) continue
      if (node.expression.name.text === 'bind')
        yield `${place(module, node)} binds in client code → bind in the server component and hand the bound action in as a prop (docs/security.md).`
    }
  })
}

/** What a browser may load of lib: files without secrets, and then only with imports that are listed as well. Types are free. */
const forBrowsers =
  /^lib\/(access\/action-state|brand|errors|parameters|theme|i18n\/locales|domain\/organizations\/slugs)\.ts$/

export function serverCodeInClient(tree: Tree): string[] {
  return [...clientGraph(tree)]
    .filter(([file]) => file.startsWith('lib/') && !forBrowsers.test(file))
    .filter(([file]) => tree.get(file)?.directive !== 'use client')
    .map(
      ([file, way]) =>
        `${file} would be sent to browsers (${way}) → \`import type\`, hand the data in as a prop, or list a file without secrets in \`forBrowsers\`.`,
    )
}

const anywhere = ['NODE_ENV', 'NEXT_RUNTIME', 'NEXT_PHASE']
const elsewhere: Record<string, string[]> = {
  'next.config.ts': ['NEXT_DIST_DIR', 'CHECK_TYPES'],
  // the Edge cannot load lib/env
  'lib/auth/guard.ts': ['APP_URL'],
  'lib/auth/signed-token.ts': ['AUTH_SECRET'],
  'lib/auth/cookie-names.ts': ['APP_URL'],
  // Auth.js reads it from there, and would believe X-Forwarded-Host instead
  'lib/auth/oauth/handshake.ts': ['AUTH_URL'],
}

export function readsOfTheEnvironment(tree: Tree): string[] {
  return faults(tree, function* (module) {
    if (module.path === 'lib/env.ts') return
    for (const node of nodesOf(module.ast)) {
      if (!ts.isPropertyAccessExpression(node) || node.getText(module.ast).replace(/\s|\?/g, '') !== 'process.env')
        continue
      const { parent } = node
      const name = ts.isPropertyAccessExpression(parent) ? parent.name.text : 'something'
      if (![...anywhere, ...(elsewhere[module.path] ?? [])].includes(name))
        yield `${place(module, node)} reads ${name} from process.env → read it from \`env\` in lib/env.ts, which checks it.`
    }
  })
}

export function loosePrograms(tree: Tree): string[] {
  return faults(tree, function* (module) {
    for (const node of nodesOf(module.ast)) {
      if (node.kind === ts.SyntaxKind.AnyKeyword)
        yield `${place(module, node)} says \`any\` → say what it is, or \`unknown\`.`
      if (
        ts.isPropertyAccessExpression(node) &&
        node.name.text.startsWith('findUnique') &&
        !module.path.startsWith('lib/auth/')
      )
        yield `${place(module, node)} uses ${node.name.text}, which Prisma batches across requests and so across scopes → use findFirst.`
    }
  })
}

function* texts(ast: ts.SourceFile) {
  for (const node of nodesOf(ast)) {
    const written =
      ts.isStringLiteralLike(node) ||
      ts.isJsxText(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    if (written && !ts.isImportDeclaration(node.parent)) yield node
  }
}

/** In strings and in what pages say. Comments may call the product what it is called today, and so may keys inside the process. */
export function namesOfTheProduct(tree: Tree, messages: Record<string, string>, name: string): string[] {
  const word = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[^\p{L}\p{N}]/gu, '\\$&')}(?![\\p{L}\\p{N}])`, 'u')
  const found = faults(tree, function* (module) {
    if (module.path === 'lib/brand.ts') return
    for (const node of texts(module.ast))
      if (word.test(node.text)) yield `${place(module, node)} says ${name} → take it from \`brand\` in lib/brand.ts.`
  })
  const spoken = Object.entries(messages)
    .filter(([, text]) => word.test(text))
    .map(([file]) => `${file} says ${name} → write {product} and hand it \`brand.name\`.`)
  return [...found, ...spoken]
}

function faults(tree: Tree, look: (module: Module) => Iterable<string>): string[] {
  return [...tree.values()].flatMap((module) => [...look(module)])
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/'))
