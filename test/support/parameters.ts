/** What is wrong with a whole number in a query: the text, and the problem that is answered, but for its place. */
export interface BadInteger {
  text: string
  type: string
  msg: string
}

const NO_INTEGER = {type: 'int_parsing', msg: 'Input should be a valid integer'}

/** Texts that are no integer at all, written for a URL. */
export const NO_INTEGERS: BadInteger[] = [
  '',
  '%20',
  'ten',
  '1.5',
  '1.0',
  '1e1',
  '0x10',
  '1%20',
  '%2B',
  '-',
  '--1',
  '1,2',
  '%D9%A1',
  '%00',
  '1%00',
  'NaN',
  'Infinity',
  'null',
  'true',
  '[1]',
  "1'--",
].map((text) => ({text, ...NO_INTEGER}))

export function tooSmall(text: string, least: number): BadInteger {
  return {text, type: 'greater_than_equal', msg: `Input should be greater than or equal to ${least}`}
}

export function tooBig(text: string, most: number): BadInteger {
  return {text, type: 'less_than_equal', msg: `Input should be less than or equal to ${most}`}
}

/** Integers outside of a page's bounds, and what is no integer. */
export function badLimits(most: number): BadInteger[] {
  const large = [
    String(most + 1),
    '1000',
    String(Number.MAX_SAFE_INTEGER),
    '99999999999999999999',
    `1${'0'.repeat(400)}`,
  ]
  return [
    ...['0', '-1', '-0', '-99999999999999999999'].map((text) => tooSmall(text, 1)),
    ...large.map((text) => tooBig(text, most)),
    ...NO_INTEGERS,
  ]
}

export const BAD_OFFSETS: BadInteger[] = [
  tooSmall('-1', 0),
  tooBig('9007199254740992', Number.MAX_SAFE_INTEGER),
  tooBig('99999999999999999999', Number.MAX_SAFE_INTEGER),
  ...NO_INTEGERS,
]
