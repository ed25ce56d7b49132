// What people read lives in locales: finds the text that a component says itself.
import ts from 'typescript'

const READ_ATTRIBUTES = new Set([
  ...[
    'label',
    'title',
    'placeholder',
    'alt',
    'description',
    'error',
    'message',
    'heading',
    'hint',
    'tooltip',
    'caption',
    'summary',
  ],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder'],
  ...['nothingFoundMessage', 'clearButtonProps', 'closeButtonLabel', 'ariaLabel', 'subtitle', 'unit', 'suffix', 'prefix'],
])
/** In plain objects: what notices, actions and dialogs are told. */
const READ_PROPERTIES = new Set(['label', 'title', 'placeholder', 'description', 'message', 'hint', 'tooltip', 'aria-label'])
/** `gallery:delete` names a text and is none. */
const KEY = /^[a-z][a-z-]*:[a-z]\w*$/

/**
 * Finds literal text in a module of the page.
 *
 * @param {string} path  of the module; JSX is looked for where it ends in `.tsx`
 * @param {string} text  its content
 * @returns {{ rule: string, path: string, line: number, message: string }[]}
 */
export function findLiteralText(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const offences = []

  function blame(node, said) {
    const words = said.replace(/\s+/g, ' ').trim()
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    offences.push({ rule: 'no-literal-text', path, line, message: `"${words}" is read by people: put it into locales` })
  }

  function visit(node) {
    if (ts.isJsxText(node) && isText(node.text)) blame(node, node.text)
    if (ts.isJsxExpression(node) && isChild(node)) judge(node.expression)
    if (ts.isJsxAttribute(node) && READ_ATTRIBUTES.has(node.name.getText(source))) judge(node.initializer)
    if (ts.isPropertyAssignment(node) && READ_PROPERTIES.has(readName(node.name)) && isSentence(node.initializer)) {
      judge(node.initializer)
    }
    ts.forEachChild(node, visit)
  }

  /** Blames the literals that an expression may come to. */
  function judge(node) {
    if (node === undefined) return
    if (ts.isStringLiteralLike(node)) {
      if (isText(node.text) && !KEY.test(node.text)) blame(node, node.text)
    } else if (ts.isTemplateExpression(node)) {
      const said = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map((part) => part.text)
      if (said.some(isText)) blame(node, said.join('…'))
      for (const { expression } of node.templateSpans) judge(expression)
    } else for (const part of listOutcomes(node)) judge(part)
  }

  visit(source)
  return offences
}

const isChild = ({ parent }) => ts.isJsxElement(parent) || ts.isJsxFragment(parent)

const readName = (name) => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '')

/** Has letters, beside the product's name and references to characters. */
const isText = (text) => /\p{L}/u.test(text.replace(/&#?\w+;|\bBottega\b/g, ''))

/** In a plain object a single lower-case word is a name for the program more often than one for people. */
const isSentence = (node) =>
  ts.isTemplateExpression(node) || !ts.isStringLiteralLike(node) || /^\p{Lu}|\p{L}\s+\p{L}/u.test(node.text)

/** The parts of an expression that its value may be. */
function listOutcomes(node) {
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return node.expression ? [node.expression] : []
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return [node.expression]
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse]
  if (!ts.isBinaryExpression(node)) return []
  const kind = node.operatorToken.kind
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [node.right]
  const isEither = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(kind)
  return isEither ? [node.left, node.right] : []
}
