import {textColumns} from '../../text-columns.js'
import {countByType} from '../../../chips/chip-set.js'
import {CHIP_TYPES} from '../../../chips/chip.js'
import type {SharedChip} from '../../../chips/chip-shares.js'
import type {CaseAnswer, SameCase} from '../../../versions/same-case.js'
import {decimal} from '../../../text/numbers.js'
import {SETTING_COLUMNS, settingOf} from '../../../suite/model/factors.js'
import {colour} from '../../colour.js'
import {fitNames, fitText, wrapText} from '../../lines.js'

const LEAST_COLUMN = 24
const GAP = '  '

/** All systems' answers to one case, as many side by side as the screen is wide; what all have is dimmed. */
export function caseView({case: asked, answers}: SameCase, width: number): string {
  const settings = SETTING_COLUMNS.map((column) => {
    const level = String(asked[column])
    return settingOf(column).labels?.[level] ?? level
  })
  const title = `${asked.desired_role}, ${asked.sector} · ${asked.persona_id} · ${settings.join(' · ')}`
  const columns = Math.max(1, Math.floor((width + GAP.length) / (LEAST_COLUMN + GAP.length)))
  const cell = Math.floor((width + GAP.length) / Math.min(columns, answers.length)) - GAP.length
  const lines = wrapText(title, width)
  for (let at = 0; at < answers.length; at += columns)
    lines.push('', ...band(answers.slice(at, at + columns), Math.min(cell, 60)))
  return [...lines, '', ...wrapText(legend(answers.length), width)].join('\n')
}

function legend(systems: number): string {
  if (systems < 2) return 'No other system has an answer to this case.'
  const common = systems > 2 ? ` · dimmed, ·: more than half of the ${systems} have it` : ''
  return `+: no other system has it${common} · one in full: bench results ID`
}

/** Some answers side by side, types at equal heights. */
function band(answers: readonly CaseAnswer[], width: number): string[] {
  const names = fitNames(
    answers.map(({model}) => model),
    width,
  )
  const heads = answers.map((answer, at) => head(answer, names[at]!, width))
  const rows = [0, 1].map((at) => heads.map((lines) => lines[at]!))
  for (const type of CHIP_TYPES) {
    const chips = answers.map(({final_chips}) => final_chips.filter((chip) => chip.type === type))
    const most = Math.max(...chips.map(({length}) => length))
    rows.push(
      answers.map(({final_chips}) =>
        styled(
          `${type.toUpperCase().replace('_', ' ')} (${countByType(final_chips)[type]})`,
          width,
          colour.bold,
        ),
      ),
    )
    for (let at = 0; at < most; at++) rows.push(chips.map((chipsOfType) => chipCell(chipsOfType[at], width)))
  }

  return rows.map((cells) => cells.join(GAP).trimEnd())
}

function head({id, avg_rating, rating_count, status}: CaseAnswer, name: string, width: number): string[] {
  const rated = rating_count === 0 ? 'not rated' : `rated ${decimal(avg_rating, 1)} (${rating_count})`
  const line = `${id.slice(0, 8)} ${status === 'failed' ? 'failed' : rated}`
  return [styled(name, width, colour.bold.underline), styled(line, width, (text) => text)]
}

function chipCell(chip: SharedChip | undefined, width: number): string {
  if (!chip) return ' '.repeat(width)
  const mark = chip.isUnique ? '+ ' : chip.isCommon ? '· ' : '  '
  const style = chip.isUnique ? colour.bold : chip.isCommon ? colour.dim : (text: string) => text
  return styled(mark + fitText(chip.display, width - mark.length), width, style)
}

/** Text that is safe already, filled up to the width; blanks have no style. */
function styled(text: string, width: number, style: (text: string) => string): string {
  const cut = textColumns(text) > width ? fitText(text, width) : text
  return style(cut) + ' '.repeat(Math.max(0, width - textColumns(cut)))
}
