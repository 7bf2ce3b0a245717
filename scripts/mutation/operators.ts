import ts from 'typescript'
import type {Mutant} from './mutant.js'
import {looksLikeSql, sqlChanges} from './sql.js'

type Change = Pick<Mutant, 'start' | 'end' | 'after' | 'kind'>

const OPERATORS: Record<string, readonly string[]> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '??=': ['='],
}
const SWAPPED_METHODS: Record<string, string> = {min: 'max', max: 'min', some: 'every', every: 'some'}
// Calls without which the value before the dot has the same type.
const SKIPPED_METHODS = new Set(['filter', 'sort', 'toSorted', 'slice', 'trim', 'reverse', 'toReversed'])

/** Every single change of a TypeScript source, in the order of the text. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  const changes: Change[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || isWithoutEffect(node)) return
    changes.push(...changesOf(node, source))
    node.forEachChild(visit)
  }
  visit(source)
  return described(file, text, changes)
}

/** Every single change of a file of SQL. */
export function mutantsOfSql(file: string, text: string): Mutant[] {
  return described(file, text, sqlChanges(text))
}

function described(file: string, text: string, changes: readonly Change[]): Mutant[] {
  const lines = text.split('\n')
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1)
  return changes
    .map((change) => {
      const line = starts.findLastIndex((start) => start <= change.start)
      const before = text.slice(change.start, change.end)
      const column = change.start - starts[line]! + 1
      return {...change, file, line: line + 1, column, before, context: lines[line]!.trim()}
    })
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.after < b.after ? -1 : 1))
}

function isWithoutEffect(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
}

function changesOf(node: ts.Node, source: ts.SourceFile): Change[] {
  const replace = (target: ts.Node, after: string, kind: string): Change => ({
    start: target.getStart(source),
    end: target.end,
    after,
    kind,
  })
  return [
    ...expressionChanges(node, source, replace),
    ...callChanges(node, source, replace),
    ...statementChanges(node, source, replace),
    ...literalChanges(node, source, replace),
  ]
}

type Replace = (target: ts.Node, after: string, kind: string) => Change

function expressionChanges(node: ts.Node, source: ts.SourceFile, replace: Replace): Change[] {
  if (ts.isBinaryExpression(node)) return binaryChanges(node, source, replace)
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [replace(node, node.operand.getText(source), 'negation removed')]
  if (ts.isConditionalExpression(node) || ts.isIfStatement(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition
    return [replace(condition, `!(${condition.getText(source)})`, 'condition')]
  }
  if (ts.isAwaitExpression(node)) return [replace(node, node.expression.getText(source), 'await removed')]
  return []
}

function binaryChanges(node: ts.BinaryExpression, source: ts.SourceFile, replace: Replace): Change[] {
  const {left, right, operatorToken} = node
  const sign = operatorToken.getText(source)
  if (sign === '??')
    return [left, right].map((kept) => replace(node, `(${kept.getText(source)})`, 'fallback'))
  if (sign === '+' && (isText(left) || isText(right))) return []
  return (OPERATORS[sign] ?? []).map((after) => replace(operatorToken, after, 'operator'))
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

function callChanges(node: ts.Node, source: ts.SourceFile, replace: Replace): Change[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return []
  const {name, expression} = node.expression
  const swapped = Object.hasOwn(SWAPPED_METHODS, name.text) ? SWAPPED_METHODS[name.text] : undefined
  if (swapped !== undefined) return [replace(name, swapped, 'method')]
  if (SKIPPED_METHODS.has(name.text)) return [replace(node, expression.getText(source), 'call removed')]
  return []
}

function statementChanges(node: ts.Node, source: ts.SourceFile, replace: Replace): Change[] {
  if (ts.isExpressionStatement(node) || ts.isThrowStatement(node) || isJump(node)) {
    const text = node.getText(source)
    return text.startsWith('super(') ? [] : [replace(node, ';', 'statement removed')]
  }
  if (ts.isBlock(node) && node.statements.length > 1 && ts.isFunctionLike(node.parent))
    return [replace(node, '{return}', 'body removed')]
  return []
}

function isJump(node: ts.Node): boolean {
  return (
    ts.isReturnStatement(node) ||
    ts.isContinueStatement(node) ||
    (ts.isBreakStatement(node) && !ts.isCaseClause(node.parent))
  )
}

function literalChanges(node: ts.Node, source: ts.SourceFile, replace: Replace): Change[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [replace(node, 'false', 'boolean')]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [replace(node, 'true', 'boolean')]
  if (ts.isNumericLiteral(node)) {
    const number = Number(node.text)
    // A deadline that is a millisecond off is no fault; none at all, or ten times as long, is.
    const near = number === 0 ? [1] : number < 100 ? [number + 1, number - 1] : [number * 10, 0]
    return near.map((value) => replace(node, String(value), 'number'))
  }
  if (isText(node)) return textChanges(node, source)
  return []
}

/** The literal parts of a template are changed one by one; whether they are SQL is seen from the whole. */
function textChanges(node: ts.Node, source: ts.SourceFile): Change[] {
  if (!looksLikeSql(node.getText(source).slice(1, -1))) return []
  const parts = ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({literal}) => literal)]
    : [node]
  return parts.flatMap((part) => {
    const from = part.getStart(source) + 1
    const text = source.text.slice(from, part.end - 1)
    return sqlChanges(text).map((change) => ({
      ...change,
      start: from + change.start,
      end: from + change.end,
    }))
  })
}
