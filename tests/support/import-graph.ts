import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

// The source as the guards see it: parsed, never run. A fixture is a record of paths and texts, just as the real tree is.

export type Sources = Record<string, string>
type Import = { specifier: string; file: string | undefined; names: { name: string; as: string }[]; typeOnly: boolean }
export type Module = {
  path: string
  text: string
  ast: ts.SourceFile
  directive: 'use client' | 'use server' | undefined
  imports: Import[]
}
export type Tree = ReadonlyMap<string, Module>

const roots = ['app', 'components', 'lib', 'middleware.ts', 'instrumentation.ts', 'next.config.ts']

/** Everything that becomes part of the application. What Prisma generated is not ours to read. */
export function readSources(places: readonly string[] = roots): Sources {
  const files = places.flatMap((place) =>
    /\.\w+$/.test(place)
      ? [place]
      : readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.posix.join(entry.parentPath, entry.name)),
  )
  const read = files.filter((file) => /\.(tsx?|json)$/.test(file) && !file.startsWith('lib/db/generated/'))
  return Object.fromEntries(read.map((file) => [file, readFileSync(file, 'utf8')]))
}

export function parse(sources: Sources): Tree {
  const known = new Set(Object.keys(sources))
  const modules = Object.entries(sources)
    .filter(([file]) => /\.tsx?$/.test(file))
    .map(([file, text]) => {
      const ast = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      return [file, { path: file, text, ast, directive: directiveOf(ast), imports: importsOf(ast, known) }] as const
    })
  return new Map(modules)
}

/** Every node of a file, the file's own first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  node.forEachChild((child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

/** `app/page.tsx:12`, for a message that leads there. */
export function place({ path, ast }: Module, node: ts.Node) {
  return `${path}:${ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1}`
}

/** What runs in a browser, with the way that it got there. Actions are a boundary: a browser calls them and does not load them. */
export function clientGraph(tree: Tree): Map<string, string> {
  const reached = new Map<string, string>()
  const follow = (module: Module, way: string) => {
    if (reached.has(module.path) || module.directive === 'use server') return
    reached.set(module.path, way)
    for (const { file, typeOnly } of module.imports) {
      const next = file && !typeOnly ? tree.get(file) : undefined
      if (next) follow(next, `${way} → ${next.path}`)
    }
  }
  for (const module of tree.values()) if (module.directive === 'use client') follow(module, module.path)
  return reached
}

/** The folders around a file, the nearest first. */
export function foldersAround(file: string): string[] {
  const folder = path.posix.dirname(file)
  return folder === '.' ? [] : [folder, ...foldersAround(folder)]
}

function directiveOf(ast: ts.SourceFile) {
  for (const statement of ast.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return undefined
    const { text } = statement.expression
    if (text === 'use client' || text === 'use server') return text
  }
  return undefined
}

function importsOf(ast: ts.SourceFile, known: ReadonlySet<string>): Import[] {
  const imports: Import[] = []
  for (const node of nodesOf(ast)) {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { importClause: clause } = node
      const bindings = clause?.namedBindings
      const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : []
      const whole = bindings && ts.isNamespaceImport(bindings) ? [{ name: '*', as: bindings.name.text }] : []
      const standard = clause?.name ? [{ name: 'default', as: clause.name.text }] : []
      const values = elements.filter((element) => !element.isTypeOnly)
      const onlyTypes = elements.length > 0 && values.length === 0 && standard.length === 0
      const named = values.map(({ name, propertyName }) => ({ name: (propertyName ?? name).text, as: name.text }))
      add(node.moduleSpecifier.text, [...standard, ...whole, ...named], clause?.isTypeOnly || onlyTypes)
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, [], node.isTypeOnly)
    } else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(ast) === 'require')
    ) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteralLike(argument)) add(argument.text, [], false)
    }
  }
  return imports

  function add(specifier: string, names: Import['names'], typeOnly: boolean) {
    imports.push({ specifier, file: resolve(ast.fileName, specifier, known), names, typeOnly })
  }
}

/** The file behind a specifier; for one that lies in our tree and is not known (what is generated), the path without an ending. */
function resolve(from: string, specifier: string, known: ReadonlySet<string>) {
  if (!/^(\.|@\/)/.test(specifier)) return undefined
  const target = specifier.startsWith('@/') ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier)
  const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx']
  return endings.map((ending) => target + ending).find((file) => known.has(file)) ?? target
}
