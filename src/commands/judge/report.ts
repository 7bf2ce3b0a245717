import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {factorFlags, scopeFlags, versionFlags} from '../../cli/flags.js'
import type {JudgeReport as Report} from '../../judging/trust/evaluate-report.js'
import {screenWidth} from '../../terminal/width.js'

export default class JudgeReport extends BaseCommand {
  static override summary = 'How far to believe a judge: its agreement with people, overall and by system.'
  static override description =
    "Agreement is Krippendorff's ordinal alpha with people, beside people's among themselves; r is the correlation of the differences between systems, which says what the judge saves. Also whether it agrees with itself, and whether it favours its own family or long answers. Only results that people rated count."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Another judge than the latest, and the results in which it is furthest from people:',
      command: '<%= config.bin %> <%= command.id %> openai/gpt-5-mini --worst',
    },
  ]
  static override args = {
    judge: Args.string({ignoreStdin: true, description: 'the judge [default: the latest]'}),
  }
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...versionFlags,
    worst: Flags.boolean({description: 'the results in which judge and people are furthest apart'}),
  }

  async run(): Promise<Report> {
    const {args, flags} = await this.parse(JudgeReport)
    const [{findJudge}, {judgeReport}] = await Promise.all([
      import('../../judging/find-judge.js'),
      import('../../judging/trust/evaluate-report.js'),
    ])
    const store = await this.openStore(flags.db)
    const judge = await findJudge(store, args.judge)
    const {filter} = await this.chosenResults(store, flags)
    const report = await judgeReport(store, judge, filter, (await this.project()).judge?.min_alpha)
    if (!this.jsonEnabled()) {
      const {judgeReportView, worstView} = await import('../../terminal/views/figures/judge-views.js')
      this.log(flags.worst ? worstView(report.worst, screenWidth()) : judgeReportView(report, screenWidth()))
    }

    return report
  }
}
