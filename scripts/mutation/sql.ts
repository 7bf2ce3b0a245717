/** A change inside a piece of SQL, by offsets into that piece. */
export interface SqlChange {
  start: number
  end: number
  after: string
  kind: string
}

interface Rule {
  pattern: RegExp
  after: string
}

// The lookarounds keep `<>`, `<=`, `->` and `=>` whole.
const RULES: readonly Rule[] = [
  {pattern: /(?<![<>=!-])>(?![=>])/g, after: '>='},
  {pattern: />=/g, after: '>'},
  {pattern: /(?<!<)<(?![=<>])/g, after: '<='},
  {pattern: /<=/g, after: '<'},
  {pattern: /<>|!=/g, after: '='},
  {pattern: /(?<![<>=!])=(?![=>])/g, after: '<>'},
  {pattern: /\bAND\b/gi, after: 'OR'},
  {pattern: /\bOR\b(?!\s+(REPLACE|IGNORE|ABORT|FAIL|ROLLBACK)\b)/gi, after: 'AND'},
  {pattern: /\bOR IGNORE\b ?/gi, after: ''},
  {pattern: /\bASC\b/gi, after: 'DESC'},
  {pattern: /\bDESC\b/gi, after: 'ASC'},
  {pattern: /\bIS NOT\b(?! DISTINCT)/gi, after: 'IS'},
  {pattern: /\bIS\b(?! NOT\b)(?! DISTINCT)/gi, after: 'IS NOT'},
  {pattern: /\bNOT EXISTS\b/gi, after: 'EXISTS'},
  {pattern: /(?<!\bNOT )(?<!\bIF )\bEXISTS\b/gi, after: 'NOT EXISTS'},
  {pattern: /\bNOT IN\b/gi, after: 'IN'},
  {pattern: /\bLEFT JOIN\b/gi, after: 'JOIN'},
  {pattern: /\bUNION ALL\b/gi, after: 'UNION'},
  {pattern: /\bDISTINCT\b ?(?!FROM\b)/gi, after: ''},
  {pattern: /\bmin(?=\()/gi, after: 'max'},
  {pattern: /\bmax(?=\()/gi, after: 'min'},
  {pattern: /(?<= )\+(?= )/g, after: '-'},
  {pattern: /(?<= )-(?= )/g, after: '+'},
  {pattern: /(?<![\w.?'])0(?![\w.'])/g, after: '1'},
  // Not the 1 of `EXISTS (SELECT 1 …)`, which means nothing.
  {pattern: /(?<![\w.?'])(?<!SELECT )1(?![\w.'])/gi, after: '0'},
]

const STATEMENT =
  /\b(SELECT\b[^]*\bFROM|INSERT( OR \w+)? INTO|UPDATE\b[^]*\bSET|DELETE FROM|ON CONFLICT|ORDER BY|GROUP BY|LEFT JOIN|CREATE (TABLE|TRIGGER|INDEX))\b/i
const FRAGMENT =
  /(^|\s)(WHERE|AND|NOT EXISTS|CASE WHEN|IS NULL|IS NOT NULL|COALESCE\(|excluded\.)|^\w+(\.\w+)? (=|<|>|<=|>=) \?/
const CLAUSE = /\b(SET|WHERE|AND|OR|ON|WHEN|HAVING|SELECT|LIMIT|VALUES)\b/gi

/** Whether a text of the sources is SQL, or a fragment that is put into SQL. */
export function looksLikeSql(text: string): boolean {
  return STATEMENT.test(text) || FRAGMENT.test(text)
}

/** Every single change of the SQL in `text`; comments are left alone. */
export function sqlChanges(text: string): SqlChange[] {
  const plain = text.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  return RULES.flatMap(({pattern, after}) =>
    [...plain.matchAll(pattern)]
      .filter((match) => !isAssignment(plain, match) && !isRange(plain, match))
      .map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        after,
        kind: 'sql',
      })),
  )
}

/** `SET a = 1`: another sign there is only a mistake of grammar. */
function isAssignment(text: string, {0: sign, index}: RegExpExecArray): boolean {
  if (sign !== '=') return false
  const clause = [...text.slice(0, index).matchAll(CLAUSE)].at(-1)?.[0]
  return clause?.toUpperCase() === 'SET'
}

/** `BETWEEN 1 AND 5`: so is another word there. */
function isRange(text: string, {0: word, index}: RegExpExecArray): boolean {
  return word.toUpperCase() === 'AND' && /\bBETWEEN\s+\S+\s+$/i.test(text.slice(0, index))
}
