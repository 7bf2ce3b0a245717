/**
 * The one place that knows how models mark what they think aloud, and where their answer begins.
 *
 * In use: DeepSeek, Qwen, GLM, MiniMax, Nemotron, Granite 3.3 `<think>`; Claude's prompts `<thinking>`,
 * `<scratchpad>`, `<antThinking>`; EXAONE, Marco-o1 `<thought>`; Reflection `<reflection>`; Seed-OSS
 * `<seed:think>`; LongCat `<longcat_think>`; K2 Think `<think_fast>`; Magistral `[THINK]`; Kimi `◁think▷`;
 * gpt-oss channels, also with their marks taken out by the server (`analysis… assistantfinal…`); s1
 * `<|im_start|>think`, HyperCLOVA X `<|im_start|>assistant/think`; OpenThinker `<|begin_of_thought|>`; Cohere
 * `<|START_THINKING|>`; Gemma `<|channel>thought`, MedGemma `<unused94>thought`, Gemini `<ctrl94>thought`;
 * Apertus `<|inner_prefix|>`; Solar `<|think|>…<|end|>`; Granite 3.2 "Here is my thought process:"; Ollama's
 * terminal `Thinking... …done thinking.`; Open WebUI `<details type="reasoning">`; LibreChat `:::thinking`;
 * fences named `thinking`; headings. Names also as models write them in Chinese, in capitals, in other
 * brackets, escaped for HTML or JSON.
 */
export interface Mark {
  /**
   * `open` begins a thought and `close` ends it. `strict` closings also count without their opening: then the
   * text before them was thought. `turn` ends everything that a `<|…|>` mark began.
   */
  role: 'open' | 'close' | 'strict' | 'turn'
  pattern: string
  /** The common name of an opening and its closing; undefined: the name in the mark. */
  family?: string
  /** An opening that counts only where this stands somewhere after it. */
  needs?: RegExp
}

const TERMS = [
  'chain[-_ ]of[-_ ]thought',
  'think(?:ing)?',
  'thoughts?',
  'reason(?:ing)?',
  'reflect(?:ion)?',
  'scratch[-_]?pad',
  'monologue',
  'analysis',
  'rationale',
  'deliberation',
  'contemplat(?:ion|or)',
  'brainstorm(?:ing)?',
  'critique',
  'planning',
  'cot',
  '思考',
  '思维',
  '推理',
  '反思',
].join('|')
const BEFORE = 'ant|longcat|inner|internal|hidden|private|deep|my|self|raw|pre|step[-_]by[-_]step'
const AFTER = 'process|steps?|trace|block|content|text|section|phase|budget|fast|faster|过程|链'
/** What models call their thoughts. */
export const THOUGHT_NAMES = `(?:(?:${BEFORE})[-_]?)?(?:${TERMS})(?:[-_]?(?:${AFTER}))?`
const NAME = new RegExp(THOUGHT_NAMES, 'i')

/** Names with more words around them, such as `<market_reasoning_notes>`; never those of an answer. */
const LONG_NAME = `(?![\\w-]*(?:answer|response|output|result|final|chips))[\\w-]{0,24}(?:${TERMS})(?:[-_][\\w-]{1,24})?`

/** Angle brackets, also escaped and in full width. */
const LEFT = String.raw`(?:<|&lt;|＜|\\u003c)`
const RIGHT = String.raw`(?:>|&gt;|＞|\\u003e)`
const BEGIN = '(?:begin|start)[-_ ](?:of[-_ ])?'
const END = 'end[-_ ]?(?:of[-_ ])?'

const HEADING = String.raw`^[ \t]*(?:#{1,6}[ \t]*|\*\*)(?:(?:the|my)[ \t]+)?`
const ANSWER_HEADING = String.raw`${HEADING}(?:final[ \t]+)?(?:answer|response|output|result|solution|chips)\b`
const MY = String.raw`\bhere(?:'s|’s| is) my`
const BAR = '[|｜]'
const JOIN = '[-_▁]'
const N = `(?:${THOUGHT_NAMES})`

const MARKS: readonly Mark[] = [
  {
    role: 'open',
    pattern: String.raw`${LEFT}\s?(?:[\w-]{1,20}:)?${N}(?:\s[^<>]{0,200}[^<>/])?\s*${RIGHT}`,
  },
  {role: 'strict', pattern: String.raw`${LEFT}\s?\/\s?(?:[\w-]{1,20}:)?${N}\s*${RIGHT}`},
  {role: 'open', pattern: `${LEFT}(?:${BEGIN}${N}|${N}[-_](?:start|begin))${RIGHT}`},
  {role: 'strict', pattern: `${LEFT}(?:${END}${N}|${N}[-_]end)${RIGHT}`},
  {
    role: 'open',
    pattern: `<${LONG_NAME}\\s*>`,
    family: 'long',
    needs: new RegExp(`<\\/${LONG_NAME}\\s*>`, 'gi'),
  },
  {role: 'close', pattern: `<\\/${LONG_NAME}\\s*>`, family: 'long'},
  {role: 'open', pattern: String.raw`[[【](?:${BEGIN})?${N}[\]】](?!\()`},
  {role: 'strict', pattern: String.raw`[[【](?:\/|${END})${N}[\]】]`},
  {
    role: 'open',
    pattern: String.raw`\{{1,2}${N}\}{1,2}`,
    family: 'braces',
    needs: new RegExp(String.raw`\{{1,2}\/${N}\}{1,2}`, 'gi'),
  },
  {role: 'close', pattern: String.raw`\{{1,2}\/${N}\}{1,2}`, family: 'braces'},
  {role: 'open', pattern: `◁${N}▷`},
  {role: 'strict', pattern: `◁/${N}▷`},
  {role: 'open', pattern: `<${BAR}(?:(?:begin|start)${JOIN}?(?:of${JOIN})?)?${N}(?:${JOIN}start)?${BAR}>`},
  {role: 'strict', pattern: `<${BAR}(?:end${JOIN}?(?:of${JOIN})?|/)${N}${BAR}>`},
  {role: 'strict', pattern: `<${BAR}${N}${JOIN}end${BAR}>`},
  {role: 'open', pattern: String.raw`<\|inner_prefix\|>`, family: 'inner'},
  {role: 'strict', pattern: String.raw`<\|inner_suffix\|>`, family: 'inner'},
  {
    role: 'open',
    pattern: String.raw`<\|channel\|>\s*analysis\b(?:[^<"]{0,80}<\|message\|>)?`,
    family: 'turn',
  },
  {role: 'open', pattern: String.raw`<\|im_start\|>\s*(?:assistant\W{1,2})?${N}\b`, family: 'turn'},
  {role: 'turn', pattern: String.raw`<\|(?:channel|end|return|call|start|im_start|im_end)\|>`},
  {role: 'open', pattern: String.raw`<\|channel>\s*${N}`, family: 'channel'},
  {role: 'close', pattern: String.raw`<channel\|>`, family: 'channel'},
  {role: 'open', pattern: String.raw`<(?:unused|ctrl)94>(?:\s*thought)?`, family: 'unused'},
  {role: 'strict', pattern: '<(?:unused|ctrl)95>', family: 'unused'},
  {
    role: 'open',
    pattern: String.raw`<details\s[^<>\n]{0,200}type=["']?reasoning\b[^<>\n]{0,200}>`,
    family: 'details',
  },
  {role: 'close', pattern: String.raw`<\/details\s*>`, family: 'details'},
  {role: 'open', pattern: `^:::[ \\t]*${N}\\b`, family: 'colons'},
  {role: 'close', pattern: '^:::[ \\t]*$', family: 'colons'},
  {role: 'open', pattern: `^(?:\`{3,5}|~{3,5})[ \\t]*${N}[ \\t]*$`, family: 'fence'},
  {role: 'close', pattern: '^(?:`{3,5}|~{3,5})[ \\t]*$', family: 'fence'},
  {role: 'open', pattern: `${MY} thought process\\b`, family: 'process'},
  {role: 'close', pattern: `${MY} (?:final )?(?:response|answer)\\b`, family: 'process'},
  {
    role: 'open',
    pattern: String.raw`^thinking(?:\.{3}|…)[ \t]*$`,
    family: 'dots',
    needs: /^(?:\.{3}|…)[ \t]*done thinking/gim,
  },
  {role: 'close', pattern: String.raw`^(?:\.{3}|…)[ \t]*done thinking\b\.?`, family: 'dots'},
  // Without a heading of the answer, the whole text may be the answer.
  {
    role: 'open',
    pattern: String.raw`${HEADING}${N}\b`,
    family: 'heading',
    needs: new RegExp(ANSWER_HEADING, 'gim'),
  },
  {role: 'close', pattern: ANSWER_HEADING, family: 'heading'},
  // gpt-oss, where the server took the marks out and left the words.
  {
    role: 'open',
    pattern: String.raw`(?<![\s\S])\s*(?:assistant\s*)?analysis`,
    family: 'words',
    needs: /assistant\s*final/gi,
  },
  {role: 'close', pattern: String.raw`assistant\s*final`, family: 'words'},
]

export const ANY_MARK = new RegExp(MARKS.map(({pattern}, i) => `(?<m${i}>${pattern})`).join('|'), 'gim')

/** The beginning of an answer that its model set apart; an opening that never closes ends here. */
export const ANSWER_MARK =
  /<(?:final[-_]?)?(?:answer|response|output|result|solution|final)\s*>|<\|begin_of_solution\|>|<\|START_RESPONSE\|>|<\|channel\|>\s*final\b|^\W{0,4}final answer\b|【(?:最终)?(?:回答|答案|输出|结果)】/gim

/** The mark that was found by `ANY_MARK`. */
export function markOf({groups}: RegExpExecArray): Mark {
  return MARKS.find((_, i) => groups?.[`m${i}`] !== undefined)!
}

/** What a mark calls its thought, without separators. */
export function nameOf({family}: Mark, token: string): string {
  return family ?? (NAME.exec(token)?.[0] ?? '').toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** A line that says what comes below it: `**Thinking:**`, `► ANSWER`, `思考过程：`. */
const LABEL = new RegExp(
  String.raw`^[^\p{L}\p{N}\n<[{]{0,12}(?:(?:my|the|so)[ \t]+)?(?:(?<thought>${THOUGHT_NAMES})|(?:final[ \t]+|最终)?(?:answer|response|output|result|solution|chips|json|答案|回答|输出|结果))[^\p{L}\p{N}\n<[{]{0,6}(?:[:：]|$)`,
  'gimu',
)

export interface Label {
  at: number
  isThought: boolean
}

/** The labels of a text, in order. */
export function labelsOf(text: string): Label[] {
  return [...text.matchAll(LABEL)].map(({index, groups}) => ({
    at: index,
    isThought: groups?.['thought'] !== undefined,
  }))
}
