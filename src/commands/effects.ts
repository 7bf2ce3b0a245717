import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {documentFormatFlag, factorFlags, scopeFlags, unusedSeedFlag, versionFlags} from '../cli/flags.js'
import {unknownValue} from '../errors/catalogue.js'
import type {Below} from '../figures/below.js'
import type {EffectMetric, Effects as EffectsAnswer} from '../figures/evaluate-effects.js'
import {screenWidth} from '../terminal/width.js'

export default class Effects extends BaseCommand {
  static override summary = 'What each factor, such as model or prompt, does to rating, cost and latency.'
  static override description =
    'How far the rating at each level of a factor lies from the mean of all its levels, from the model behind bench stats with that factor as group: on equal questions and raters. The factors that explain most come first.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Also what can be measured without people:',
      command: '<%= config.bin %> <%= command.id %> --metrics',
    },
    {
      description: 'One metric, one model:',
      command: '<%= config.bin %> <%= command.id %> --metric near_duplicates --model openai/gpt-5-mini',
    },
  ]
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...versionFlags,
    metric: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'rating, cost_usd, latency_ms, output_tokens or a quality metric',
      helpValue: 'NAME',
    }),
    metrics: Flags.boolean({description: 'all automatic quality metrics too'}),
    format: documentFormatFlag,
    seed: unusedSeedFlag,
  }

  async run(): Promise<EffectsAnswer & Below> {
    const {flags} = await this.parse(Effects)
    const [{BASIC_METRICS, EFFECT_METRICS, evaluateEffects}, {refuseUnknownLevels}, {counter}, {belowOf}] =
      await Promise.all([
        import('../figures/evaluate-effects.js'),
        import('../cli/result-filter.js'),
        import('../terminal/progress/counter.js'),
        import('../figures/below.js'),
      ])
    const unknown = flags.metric?.find((name) => !(EFFECT_METRICS as readonly string[]).includes(name))
    if (unknown !== undefined) throw unknownValue('metric', unknown, EFFECT_METRICS)
    const named = flags.metric as EffectMetric[] | undefined
    const metrics = flags.metrics ? EFFECT_METRICS : (named ?? BASIC_METRICS)
    const store = await this.openStore(flags.db)
    const chosen = await this.chosenResults(store, flags)
    const {filter} = chosen
    const below = await belowOf(store, chosen)
    const progress = counter('answers measured')
    const answer = await evaluateEffects(store, filter, metrics, {seen: progress.show}).finally(progress.end)
    if (answer.effects.length === 0) await refuseUnknownLevels(store, filter)
    if (!this.jsonEnabled()) {
      const {effectsMarkdown, effectsView} = await import('../terminal/views/figures/effects-view.js')
      this.log(
        flags.format === 'markdown'
          ? effectsMarkdown(answer.effects)
          : effectsView(answer.effects, screenWidth()),
      )
      if (flags.format !== 'markdown') await this.logBelow(below)
    }

    await this.noteSeen(store, 'figures')
    return {...answer, ...below}
  }
}
