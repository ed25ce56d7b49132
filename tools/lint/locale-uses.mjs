// Which texts of the locales a module of the page names: `t('key')` below `useTranslation('namespace')`, and `namespace:key`
// as a string anywhere. A key that is only known when the page runs comes from a table of such strings, which tsc checks.
import ts from 'typescript'

/** Answer a function that finds texts, under the name `t` where it is taken apart; and which argument names the namespace. */
const SOURCES = new Map([
  ['useTranslation', 0],
  ['getFixedT', 1],
  // of the page itself; takes keys with their namespace
  ['useText', 0],
])

/**
 * Finds what a module takes from the locales.
 *
 * @param {string} path
 * @param {string} text  its content
 * @param {Set<string>} namespaces  those that there are
 * @returns {{ uses: { namespace: string, key: string, line: number }[], offences: { rule: string, path: string, line: number, message: string }[] }}
 */
export function findLocaleUses(path, text, namespaces) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const uses = []
  const offences = []
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
  const blame = (node, message) => offences.push({ rule: 'locale-keys', path, line: lineOf(node), message })

  /** @param {Map<string, string | undefined>} finders  names of functions that find texts → their namespace */
  function visit(node, finders) {
    const inside = opensScope(node) ? new Map([...finders, ...listFinders(node, source)]) : finders
    if (ts.isStringLiteralLike(node)) noteQualified(node)
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source)
      if (inside.has(name) || /(^|\.)(t|sayText)$/.test(name)) noteKey(node.arguments[0], inside.get(name))
    }
    if (ts.isJsxAttribute(node) && node.name.getText(source) === 'i18nKey') noteKey(node.initializer, findNamespace(node, inside))
    ts.forEachChild(node, (child) => visit(child, inside))
  }

  function noteQualified(node) {
    const [, namespace, key] = /^([a-z][a-z-]*):(\w+)$/.exec(node.text) ?? []
    if (namespace !== undefined && namespaces.has(namespace)) uses.push({ namespace, key, line: lineOf(node) })
  }

  function noteKey(node, namespace) {
    if (node === undefined) return
    if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return noteKey(node.expression, namespace)
    if (ts.isConditionalExpression(node)) {
      noteKey(node.whenTrue, namespace)
      noteKey(node.whenFalse, namespace)
    } else if (ts.isStringLiteralLike(node)) {
      // `namespace:key` is seen as a string
      if (node.text.includes(':')) return
      if (namespace === undefined) blame(node, `no namespace is known here for "${node.text}": write "namespace:${node.text}"`)
      else uses.push({ namespace, key: node.text, line: lineOf(node) })
    } else if (ts.isTemplateExpression(node) || ts.isBinaryExpression(node) || ts.isAsExpression(node)) {
      blame(node, `${node.getText(source)} makes a key up: take it from a table of "namespace:key" that tsc checks`)
    }
  }

  visit(source, new Map())
  return { uses, offences }

  /** Of `<Trans i18nKey ns>` or `<Trans i18nKey t>`. */
  function findNamespace(attribute, finders) {
    const read = (name) => attribute.parent.properties.find((one) => one.name?.getText(source) === name)?.initializer
    const ns = read('ns')
    if (ns !== undefined && ts.isStringLiteral(ns)) return ns.text
    return finders.get(read('t')?.expression?.getText(source))
  }
}

const opensScope = (node) => ts.isSourceFile(node) || ts.isBlock(node) || ts.isFunctionLike(node)

/** The functions that find texts and are named in a scope itself: by taking apart what a hook answers, or by their type. */
function listFinders(scope, source) {
  if (ts.isFunctionLike(scope)) {
    return (scope.parameters ?? []).flatMap((parameter) => {
      const [, namespace] = /^TFunction<\[?'([\w-]+)'/.exec(parameter.type?.getText(source) ?? '') ?? []
      return namespace === undefined ? [] : [[parameter.name.getText(source), namespace]]
    })
  }
  return scope.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ name, initializer }) => {
      if (initializer === undefined || !ts.isCallExpression(initializer)) return []
      const at = SOURCES.get(initializer.expression.getText(source).split('.').at(-1))
      if (at === undefined) return []
      const namespace = initializer.arguments.slice(at, at + 1).flatMap(listStrings)[0]
      if (ts.isIdentifier(name))
        return [
          [name.text, namespace],
          [`${name.text}.t`, namespace],
        ]
      return name.elements
        .filter((element) => (element.propertyName ?? element.name).getText(source) === 't')
        .map((element) => [element.name.getText(source), namespace])
    })
}

const listStrings = (node) => {
  if (ts.isStringLiteralLike(node)) return [node.text]
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap(listStrings) : []
}
