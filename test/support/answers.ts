import {CHIP_TYPES, type Chip} from '../../src/chips/chip.js'

const chips = (word: string, count: number): Chip[] =>
  Array.from({length: count}, (_, i) => ({
    key: `${word}_${i}`,
    display: `${word} ${i}`,
    type: CHIP_TYPES[i % 4]!,
  }))

/** What a model answers in the end, and what it wrote down before: other chips. */
export const FINAL = chips('final', 16)
export const DRAFT = chips('draft', 8)

/** Marks of thought as models and servers write them. */
export function markedAnswers(draft: string, final: string): Record<string, string> {
  const d = `Let me see: ${draft} That is a start.`
  return {
    'DeepSeek, Qwen: <think>': `<think>\n${d}\n</think>\n\n${final}`,
    'Claude: <thinking>': `<thinking>${d}</thinking>\n${final}`,
    'EXAONE: <thought>': `<thought>\n${d}\n</thought>\n${final}`,
    '<reasoning>': `<reasoning>${d}</reasoning>${final}`,
    'Reflection: <thinking> with <reflection> inside, then <output>': `<thinking>${d}<reflection>${draft}</reflection> so ${draft}</thinking><output>${final}</output>`,
    '<scratchpad>': `<scratchpad>${d}</scratchpad>\n${final}`,
    'Magistral: [THINK]': `[THINK]${d}[/THINK]${final}`,
    'Kimi: ◁think▷': `◁think▷${d}◁/think▷${final}`,
    'gpt-oss channels': `<|channel|>analysis<|message|>${d}<|end|><|start|>assistant<|channel|>final<|message|>${final}<|return|>`,
    'gpt-oss with a constraint': `<|start|>assistant<|channel|>analysis<|message|>${d}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${final}`,
    'gpt-oss without <|end|>': `<|channel|>analysis<|message|>${d}<|channel|>final<|message|>${final}`,
    'gpt-oss without its marks': `analysis${d}assistantfinal${final}`,
    'OpenThinker: <|begin_of_thought|>': `<|begin_of_thought|>\n${d}\n<|end_of_thought|>\n\n<|begin_of_solution|>\n${final}\n<|end_of_solution|>`,
    'Seed-OSS: <seed:think>': `<seed:think>${d}</seed:think>${final}`,
    'Cohere: <|START_THINKING|>': `<|START_THINKING|>${d}<|END_THINKING|><|START_RESPONSE|>${final}<|END_RESPONSE|>`,
    'Gemma: <|channel>thought': `<|channel>thought\n${d}<channel|>${final}`,
    'MedGemma: <unused94>thought': `<unused94>thought\n${d}<unused95>${final}`,
    'Apertus: <|inner_prefix|>': `<|inner_prefix|>${d}<|inner_suffix|>${final}`,
    'Solar: <|think|>': `<|think|>${d}<|end|><|begin|>assistant<|content|>${final}<|end|>`,
    'Granite 3.3: <think>, <response>': `<think>${d}</think>\n<response>${final}</response>`,
    'Granite 3.2: in words': `Here is my thought process:\n${d}\n\nHere is my response:\n${final}`,
    'Hunyuan: <think>, <answer>': `<think>\n${d}\n</think>\n<answer>\n${final}\n</answer>`,
    'Open WebUI: <details type="reasoning">': `<details type="reasoning" done="true">\n<summary>Thought for 3 seconds</summary>\n${d}\n</details>\n${final}`,
    'LibreChat: :::thinking': `:::thinking\n${d}\n:::\n${final}`,
    'a fence named thinking': `\`\`\`thinking\n${d}\n\`\`\`\n\n\`\`\`json\n${final}\n\`\`\``,
    headings: `## Thinking\n\n${d}\n\n## Final answer\n\n${final}`,
    '<inner_monologue>': `<inner_monologue>${d}</inner_monologue>\n${final}`,
    'LongCat: <longcat_think>': `<longcat_think>\n${d}\n</longcat_think>\n${final}`,
    'K2 Think: <think_fast>': `<think_fast>${d}</think_fast>${final}`,
    's1: <|im_start|>think': `<|im_start|>think\n${d}\n<|im_start|>answer\n${final}`,
    'HyperCLOVA X: <|im_start|>assistant/think': `<|im_start|>assistant/think\n${d}<|im_end|>\n<|im_start|>assistant\n${final}<|im_end|>`,
    'Gemini: <ctrl94>thought': `<ctrl94>thought\n${d}<ctrl95>${final}`,
    'gpt-oss without its marks, from the beginning': `assistantanalysis${d}assistantfinal${final}`,
    "Ollama's terminal: Thinking...": `Thinking...\n${d}\n...done thinking.\n\n${final}`,
    '<inner_thoughts>': `<inner_thoughts>${d}</inner_thoughts>\n${final}`,
    '<thinking_process>': `<thinking_process>${d}</thinking_process>\n${final}`,
    '<deepthink>, <reasoning_trace>': `<deepthink>${d}</deepthink><reasoning_trace>${draft}</reasoning_trace>${final}`,
    '<self-critique>': `<self-critique>${d}</self-critique>\n${final}`,
    'a longer name: <market_reasoning_notes>': `<market_reasoning_notes>${d}</market_reasoning_notes>\n${final}`,
    'begin and end in the name: <start_of_thought>': `<start_of_thought>${d}<end_of_thought>${final}`,
    '<think_start>': `<think_start>${d}<think_end>${final}`,
    '[BEGIN_THINKING]': `[BEGIN_THINKING]${d}[END_THINKING]${final}`,
    '<|beginthink|>': `<|beginthink|>${d}<|endthink|>${final}`,
    '{think}': `{think}${d}{/think}\n${final}`,
    'Chinese: <思考>': `<思考>${d}</思考>\n${final}`,
    'Chinese: 【思考】, 【回答】': `【思考】${d}\n【回答】${final}`,
    'escaped for HTML': `&lt;think&gt;${d}&lt;/think&gt;${final}`,
    'escaped for JSON': `\\u003cthink\\u003e${d}\\u003c/think\\u003e${final}`,
    'in full width': `＜think＞${d}＜/think＞${final}`,
    'blanks in the marks': `< think >${d}</ think >${final}`,
    'a fence of four': `\`\`\`\`thinking\n${d}\n\`\`\`\`\n${final}`,
    'a fence of tildes': `~~~reasoning\n${d}\n~~~\n${final}`,
    'upper case': `<THINK>${d}</THINK>${final}`,
    attributes: `<thinking budget="2048" lang='en'>${d}</thinking>${final}`,
    'nested in itself': `<think>${draft}<think>${draft}</think>${draft}</think>${final}`,
    'an end without a beginning': `Okay. ${d}\n</think>\n\n${final}`,
    'an end of another name': `<thinking>${d}</think>${final}`,
    'no end, but an answer that is marked': `<think>${d}\n<answer>${final}</answer>`,
    'a name that was talked of': `<think>I put thoughts in <think> here. ${d}</think>${final}`,
    'two thoughts': `<think>${draft}</think>\n<think>${draft}</think>\n${final}`,
    'thoughts in the middle': `${final}\n<reflection>${d}</reflection>\nThat is all.`,
  }
}

/** Drafts that stand aside or below a label; the reading says that a list was left out. */
export function asideAnswers(draft: string, final: string): Record<string, string> {
  const d = `Let me see: ${draft} That is a start.`
  return {
    'a label: Thinking, Answer': `Thinking:\n${d}\n\nAnswer:\n${final}`,
    'a label: Reasoning, Response': `**Reasoning:** ${d}\n\n*Response*: ${final}`,
    'ReAct: Thought, Final Answer': `Thought: ${d}\nFinal Answer: ${final}`,
    'aider: ► **THINKING**': `--------------\n► **THINKING**\n\n${d}\n\n------------\n► **ANSWER**\n\n${final}`,
    'a Chinese label': `思考过程：\n${d}\n\n最终答案：\n${final}`,
    'a comment': `<!-- ${d} -->\n${final}`,
    'a quotation': `> **Notes**\n> ${d}\n\n${final}`,
    '<plan>': `<plan>${d}</plan>\n${final}`,
    '<draft>, then <chips>': `<draft>${d}</draft>\n<chips>${final}</chips>`,
    '<details> of any kind': `<details>\n<summary>How I got there</summary>\n${d}\n</details>\n${final}`,
    '<div class="thinking">': `<div class="thinking">${d}</div>\n${final}`,
    'the commentary channel': `<|channel|>commentary<|message|>${d}<|end|><|start|>assistant<|channel|>final<|message|>${final}<|return|>`,
  }
}

/** Thoughts that are all there is. */
export function unendedAnswers(draft: string): Record<string, string> {
  return {
    '<think>': `<think>Let me see: ${draft} and`,
    '<THINKING>': `<THINKING>${draft}`,
    '[THINK]': `[THINK]${draft}`,
    'gpt-oss': `<|channel|>analysis<|message|>${draft}`,
    '<longcat_think>': `<longcat_think>${draft}`,
    '【思考】': `【思考】${draft}`,
    '<|im_start|>think': `<|im_start|>think\n${draft}`,
    'escaped for HTML': `&lt;think&gt;${draft}`,
    '<scratchpad> after one that ended': `<think>a</think><scratchpad>${draft}`,
  }
}

/** Wrappers of chip lists; each holds the chips and nothing else. */
export function wrappedLists(chips: readonly Chip[]): Record<string, string> {
  const json = JSON.stringify(chips)
  const call = {type: 'function', function: {name: 'emit_chips', arguments: JSON.stringify({chips})}}
  const byType = CHIP_TYPES.map((type) => [type, chips.filter((chip) => chip.type === type)])
  return {
    '{"chips": …}': JSON.stringify({chips}),
    '{"data": {"chips": …}}': JSON.stringify({data: {chips}}),
    'a schema that holds its instance': JSON.stringify({type: 'array', items: chips}),
    'a schema with properties': JSON.stringify({
      type: 'object',
      properties: {chips: {type: 'array', items: chips}},
    }),
    'a function with parameters': JSON.stringify({type: 'function', parameters: {chips}}),
    'tool calls with arguments as text': JSON.stringify({tool_calls: [call]}),
    'a list of tool calls': JSON.stringify([call]),
    '<tool_call>': `<tool_call>\n${JSON.stringify({name: 'emit_chips', arguments: {chips}})}\n</tool_call>`,
    '{"result": …}': JSON.stringify({status: 'ok', result: chips}),
    '{"response": {"output": {"items": …}}}': JSON.stringify({response: {output: {items: chips}}}),
    'by type': JSON.stringify(Object.fromEntries(byType)),
    'by number': JSON.stringify(Object.fromEntries(chips.map((chip, i) => [String(i + 1), chip]))),
    'by name': JSON.stringify(Object.fromEntries(chips.map((chip, i) => [`chip_${i + 1}`, chip]))),
    'JSON lines': chips.map((chip) => JSON.stringify(chip)).join('\n'),
    'encoded twice': JSON.stringify(json),
    'encoded twice below a property': JSON.stringify({output: JSON.stringify({chips})}),
    '<answer>': `<answer>\n${json}\n</answer>`,
    '<output><json>': `<output><json>${json}</json></output>`,
    'a fence with a language': `Here you are:\n\`\`\`jsonc\n${json}\n\`\`\``,
    'a fence of JavaScript': `\`\`\`js\nconst chips = ${json};\n\`\`\``,
    'lists of lists': JSON.stringify([chips.slice(0, 4), chips.slice(4)]),
    'groups with their type': JSON.stringify(byType.map(([type, list]) => ({type, chips: list}))),
    'a schema before it': `${JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      items: {
        type: 'object',
        properties: {key: {type: 'string'}, display: {type: 'string'}, type: {enum: CHIP_TYPES}},
        required: ['key', 'display', 'type'],
      },
    })}\n\n${json}`,
    'with its thoughts beside it': JSON.stringify({
      thinking: JSON.stringify(DRAFT),
      draft: DRAFT,
      chips,
    }),
    'a completion as the answer': JSON.stringify({
      choices: [{message: {role: 'assistant', content: `Here you are:\n\`\`\`json\n${json}\n\`\`\``}}],
    }),
    'a response of the other API': JSON.stringify({
      output: [{type: 'message', content: [{type: 'output_text', text: json}]}],
    }),
    'candidates with parts': JSON.stringify({candidates: [{content: {parts: [{text: json}]}}]}),
    'a text and a tool_use': JSON.stringify([
      {type: 'text', text: 'Here they are.'},
      {type: 'tool_use', name: 'emit_chips', input: {chips}},
    ]),
    'MCP: as text and as content': JSON.stringify({
      jsonrpc: '2.0',
      result: {content: [{type: 'text', text: json}], structuredContent: {chips}},
    }),
    GraphQL: JSON.stringify({data: {chips: {edges: chips.map((node) => ({node}))}}}),
    'JSON:API': JSON.stringify({data: chips.map((attributes, id) => ({id, type: 'chip', attributes}))}),
    'every chip as text': JSON.stringify({chips: chips.map((chip) => JSON.stringify(chip))}),
    '[TOOL_CALLS]': `[TOOL_CALLS]emit_chips[ARGS]${JSON.stringify({chips})}`,
    '<|python_tag|>': `<|python_tag|>${JSON.stringify({name: 'emit_chips', parameters: {chips}})}`,
    '<invoke>': `<function_calls><invoke name="emit"><parameter name="chips">${json}</parameter></invoke></function_calls>`,
    CDATA: `<![CDATA[${json}]]>`,
    JSONP: `callback(${json});`,
    'a script in HTML': `<html><body><script type="application/json">${json}</script></body></html>`,
    'events of a stream': `${chips.map((chip) => `data: ${JSON.stringify(chip)}\n\n`).join('')}data: [DONE]`,
    'below a hundred levels': `${'{"a":'.repeat(100)}${json}${'}'.repeat(100)}`,
  }
}
