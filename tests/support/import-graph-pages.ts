import ts from 'typescript'
import { foldersAround, type Module, nodesOf, place, type Tree } from './import-graph'

// Rules about pages: who asks the gate, and what may stand above it.

const gates = ['orgQuery', 'userQuery']

export function pagesWithoutGate(tree: Tree): string[] {
  return [...tree.values()]
    .filter(({ path }) => /^app\/o\/.*\/page\.tsx$/.test(path))
    .flatMap((page) => {
      const all = calls(page, 'orgQuery')
      const [call] = all
      const main = defaultExport(page)
      if (!call || all.length > 1)
        return [`${page.path} calls orgQuery ${all.length} times → once: its permission and all that the page shows.`]
      if (!main || ownerOf(call) !== main)
        return [`${place(page, call)} asks the gate outside of the page itself → call orgQuery in the default export.`]
      if (!returnsRefused(main))
        return [
          `${page.path} does not return its refusal → if ('refusal' in seen) return <Refused {...seen.refusal} />`,
        ]
      return []
    })
}

/** Once something above the gate is sent, the status is 200 whatever the gate decides. */
export function suspendedGates(tree: Tree): string[] {
  const gated = [...tree.values()].filter(
    (page) => /^app\/.*page\.tsx$/.test(page.path) && gates.some((gate) => calls(page, gate).length > 0),
  )
  const faults = gated.flatMap((page) => {
    const around = foldersAround(page.path)
    const outside = gates.flatMap((gate) => calls(page, gate)).filter((call) => ownerOf(call) !== defaultExport(page))
    return [
      ...around
        .map((folder) => `${folder}/loading.tsx`)
        .filter((file) => tree.has(file))
        .map((file) => `${file} stands above ${page.path} → remove it; <Suspense> below the gate shows skeletons.`),
      ...around
        .flatMap((folder) => ['layout', 'template'].map((name) => tree.get(`${folder}/${name}.tsx`)))
        .flatMap((frame) => (frame ? [...rendered(frame, tree)] : []))
        .flatMap((module) =>
          suspenses(module).map(
            (node) =>
              `${place(module, node)} suspends above a gated page → move <Suspense> into the page, below orgQuery.`,
          ),
        ),
      ...outside
        .filter(() => suspenses(page).length > 0)
        .map(
          (call) =>
            `${place(page, call)} asks the gate inside of <Suspense> → ask it in the default export, before anything is shown.`,
        ),
    ]
  })
  return [...new Set(faults)]
}

/** A layout and what it renders on the server. A dialog that suspends itself in the browser suspends no page. */
function* rendered(module: Module, tree: Tree, seen = new Set<string>()): Generator<Module> {
  if (seen.has(module.path) || (seen.size > 0 && module.directive === 'use client')) return
  seen.add(module.path)
  yield module
  for (const { file, typeOnly } of module.imports) {
    const next = file && !typeOnly && /^(app|components)\//.test(file) ? tree.get(file) : undefined
    if (next) yield* rendered(next, tree, seen)
  }
}

const suspenses = ({ ast }: Module) =>
  [...nodesOf(ast)].filter(
    (node) =>
      (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) &&
      /(^|\.)Suspense$/.test(node.tagName.getText(ast)),
  )

const calls = ({ ast }: Module, name: string) =>
  [...nodesOf(ast)].filter(
    (node): node is ts.CallExpression => ts.isCallExpression(node) && node.expression.getText(ast) === name,
  )

function defaultExport({ ast }: Module) {
  return ast.statements.find(
    (statement): statement is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(statement) &&
      Boolean(statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
  )
}

function ownerOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node
  return !parent || ts.isFunctionLike(parent) ? parent : ownerOf(parent)
}

function returnsRefused(main: ts.Node) {
  return [...nodesOf(main)].some(
    (node) => ts.isReturnStatement(node) && /^return\s*\(?\s*<Refused\s*\{\.\.\./.test(node.getText()),
  )
}
