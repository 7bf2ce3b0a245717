const WORDS = {
  situation: ['Rush', 'Shortage', 'Complaint', 'Handover', 'Breakdown', 'Deadline'],
  jargon: ['Ledger', 'Checklist', 'Batch', 'Roster', 'Margin', 'Yield'],
  role_task: ['Planning', 'Ordering', 'Training', 'Counting', 'Cleaning', 'Pricing'],
  environment: ['Workshop', 'Night Shift', 'Shop Floor', 'Back Office', 'Store Room', 'Branch'],
}
/** @type {(keyof typeof WORDS)[]} */
const TYPES = ['situation', 'jargon', 'role_task', 'environment']

/**
 * Combines the words of the role with fixed ones. It reads the task, not the prompts: a language model would do
 * the opposite.
 *
 * @type {import('@hexweavers/bench/plugin').ProviderFactory}
 */
const provider = ({suite}) => ({
  id: 'example',
  async complete({model, messages, task}) {
    const persona = suite.personas.find(({id}) => id === task.persona_id)
    const text = JSON.stringify(
      task.step === 'selection'
        ? task.chips.slice(0, task.count).map(({key}) => key)
        : chips(persona?.desired_role ?? 'Somebody', task),
    )
    const isBilled = model === 'example/rules-billed'
    return {
      text,
      finish_reason: 'stop',
      input_tokens: isBilled ? Math.ceil(JSON.stringify(messages).length / 4) : 0,
      output_tokens: isBilled ? Math.ceil(text.length / 4) : 0,
      // Unknown: bench counts tokens × price.
      cost_usd: null,
    }
  },
})
export default provider

/**
 * @param {string} role
 * @param {import('@hexweavers/bench/plugin').Task} task
 */
function chips(role, {step, count, chips: taken, missing_types}) {
  const types = step === 'fill' ? missing_types : TYPES
  const known = new Set(taken.map(({key}) => key))
  const all = WORDS.jargon.flatMap((_, at) =>
    types.map((type) => {
      const display = `${role} ${WORDS[type][at]}`
      return {key: display.toLowerCase().replaceAll(/[^a-z]+/g, '_'), display, type}
    }),
  )
  return all.filter(({key}) => !known.has(key)).slice(0, step === 'fill' ? count * types.length : count)
}
