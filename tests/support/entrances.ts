import ts from 'typescript'
import { type Module, nodesOf, parse, place, readSources, type Tree } from './import-graph'

// The ways into the application, as its source tells them: actions, pages and handlers.

export type Entrance = { kind: 'action' | 'page' | 'handler'; name: string; file: string; exported: string }

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const actionGates = ['orgAction', 'userAction', 'publicAction']
const handlerGates = ['orgRead', 'orgWrite', 'orgStream', 'userRead', 'userPicture']

/** Pages that anybody may open, and why. Every other page asks `orgQuery` or `userQuery`. */
const publicPages: Record<string, string> = {
  '/': 'the landing page',
  '/sign-in': 'the way in',
  '/sign-in/link': 'the way in',
  '/sign-in/two-factor': 'the way in, between two factors',
  '/sign-up': 'the way in',
  '/forgot-password': 'the way in',
  '/reset-password': 'opened by a mailed token',
  '/verify-email': 'opened by a mailed token',
  '/undo-email-change': 'opened by a mailed token',
  '/invite/[token]': 'opened by a mailed token',
  '/dev/mailbox': 'exists only while the mailbox is on',
  '/dev/mailbox/[id]': 'exists only while the mailbox is on',
}

/** Handlers that none of these gates made, and what they ask instead. */
const otherHandlers: Record<string, string> = {
  '/api/auth/callback/[provider]': 'the provider’s answer must fit the errand in our signed cookie',
  '/api/health/live': 'asks nothing and tells nothing',
  '/api/health/ready': 'tells a status and nothing else',
  '/api/jobs': 'the bearer token of CRON_SECRET',
  '/api/session': 'answers whoever asks about themself',
  '/dev/mailbox.json': 'exists only while the mailbox is on',
}

export function listEntrances(tree: Tree = parse(readSources())): Entrance[] {
  return [...tree.values()].flatMap((module): Entrance[] => {
    const { path: file } = module
    if (module.directive === 'use server')
      return exportsOf(module).map(({ name }) => ({ kind: 'action', name, file, exported: name }))
    if (/^app\/(.*\/)?page\.tsx$/.test(file)) return [{ kind: 'page', name: routeOf(file), file, exported: 'default' }]
    if (!/^app\/(.*\/)?route\.ts$/.test(file)) return []
    return exportsOf(module)
      .filter(({ name }) => methods.includes(name))
      .map(({ name }) => ({ kind: 'handler', name: `${name} ${routeOf(file)}`, file, exported: name }))
  })
}

/** `app/(auth)/sign-in/page.tsx` answers at /sign-in. */
export function routeOf(file: string) {
  const parts = file.split('/').slice(1, -1)
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`
}

/** Entrances that no gate made, as far as the source tells. */
export function entranceFaults(tree: Tree): string[] {
  const faults = [...tree.values()].flatMap((module) => [...faultsOf(module)])
  const names = listEntrances(tree).map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) < index)
  return [
    ...faults,
    ...twice.map((name) => `Two entrances are called ${name} → rename one: the name is its row in the matrix.`),
  ]
}

function* faultsOf(module: Module): Generator<string> {
  const { path: file, ast } = module
  for (const node of nodesOf(ast))
    if (ts.isStringLiteral(node) && node.text === 'use server' && !ts.isSourceFile(node.parent.parent))
      yield `${place(module, node)} is an action within a function → export it from an actions.ts, made by orgAction, userAction or publicAction.`
  if (module.directive === 'use server') {
    for (const { name, node, maker } of exportsOf(module))
      if (!maker || !actionGates.includes(maker))
        yield `${place(module, node)} exports ${name}, which no gate made → export const ${name} = orgAction(permission, schema, act), userAction(…) or publicAction(…).`
  }
  if (/^app\/.*route\.tsx?$/.test(file)) {
    for (const { name, node, maker } of exportsOf(module))
      if (methods.includes(name) && !(maker && handlerGates.includes(maker)) && !(routeOf(file) in otherHandlers))
        yield `${place(module, node)} answers ${name} ${routeOf(file)} without a gate → make it with orgRead, orgWrite, orgStream or userRead, or argue for it in \`otherHandlers\` of tests/support/entrances.ts.`
  }
  if (
    /^app\/(.*\/)?page\.tsx$/.test(file) &&
    !(routeOf(file) in publicPages) &&
    !/\b(orgQuery|userQuery)\(/.test(module.text)
  )
    yield `${file} asks no gate → call orgQuery or userQuery, or argue for it in \`publicPages\` of tests/support/entrances.ts.`
  if (
    /^app\/(.*\/)?(default|forbidden|unauthorized|icon|apple-icon|opengraph-image|twitter-image|sitemap|robots|manifest)\.tsx?$/.test(
      file,
    )
  )
    yield `${file} is an entrance that no gate knows → put a static file into public/, or argue for it in tests/support/entrances.ts.`
}

type Export = { name: string; node: ts.Node; maker: string | undefined }

function exportsOf({ ast }: Module): Export[] {
  const made = new Map<string, string>()
  for (const statement of ast.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations)
      if (initializer && ts.isCallExpression(initializer))
        made.set(name.getText(ast), initializer.expression.getText(ast))
  }
  return ast.statements.flatMap((statement): Export[] => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause } = statement
      if (statement.isTypeOnly) return []
      if (!clause || !ts.isNamedExports(clause)) return [{ name: '*', node: statement, maker: undefined }]
      return clause.elements.map((element) => ({
        name: element.name.text,
        node: element,
        maker: statement.moduleSpecifier ? undefined : made.get((element.propertyName ?? element.name).text),
      }))
    }
    if (ts.isExportAssignment(statement)) return [{ name: 'default', node: statement, maker: undefined }]
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (!exported) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map((one) => {
        const name = one.name.getText(ast)
        return { name, node: one, maker: made.get(name) }
      })
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
      return [{ name: statement.name?.text ?? 'default', node: statement, maker: undefined }]
    return []
  })
}
