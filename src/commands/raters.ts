import {BaseCommand} from '../cli/base-command.js'
import {screenWidth} from '../terminal/width.js'
import type {RaterSummary} from '../records/rater.js'

interface Answer {
  raters: RaterSummary[]
  /** How many people were removed. */
  removed: number
}

export default class Raters extends BaseCommand {
  static override summary = 'List who has rated, how much and when last.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<Answer> {
    const {flags} = await this.parse(Raters)
    const store = await this.openStore(flags.db)
    const [raters, removed] = await Promise.all([store.raters.list(), store.raters.removedCount()])
    if (this.jsonEnabled()) return {raters, removed}
    const {ratersView} = await import('../terminal/views/raters-view.js')
    this.log(ratersView(raters, removed, screenWidth()))
    return {raters, removed}
  }
}
