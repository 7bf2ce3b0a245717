import {CHIP_TYPES} from '../../../chips/chip.js'
import type {SharedChip} from '../../../chips/chip-shares.js'
import {SETTING_COLUMNS, settingOf} from '../../../suite/model/factors.js'
import {html, type Html} from '../../../text/html.js'
import {decimal, milliseconds, usd} from '../../../text/numbers.js'
import type {CaseAnswer, SameCase} from '../../../versions/same-case.js'
import {nameOf} from '../../../report/names.js'

/** All systems' answers to a case side by side; what most have is dimmed. */
export function caseBody({
  same,
  id,
  isWorstFirst,
}: {
  same: SameCase
  id: string
  isWorstFirst: boolean
}): Html {
  const {case: asked, answers} = same
  const settings = SETTING_COLUMNS.map((column) => {
    const level = String(asked[column])
    return settingOf(column).labels?.[level] ?? level
  })
  const here = `/app/results/${encodeURIComponent(id)}/case`
  return html`<h1>${asked.desired_role}, ${asked.sector}</h1>
<p class="dim"><bdi>${asked.persona_id}</bdi> · ${settings.join(' · ')}</p>
<p>${legend(answers.length)}</p>
<p class="actions">${isWorstFirst ? html`<a href="${here}">In the order of names</a>` : html`<a href="${here}?sort=worst">Worst rated first</a>`}</p>
<div class="side-by-side">${answers.map((answer) => column(answer, id))}</div>`
}

function legend(systems: number): Html {
  if (systems < 2) return html`No other system has an answer to this case.`
  return html`<span class="chip unique">Bold with +</span>: no other system has it.${
    systems > 2
      ? html` <span class="chip common">Dimmed</span>: more than half of the ${systems} systems have it.`
      : null
  }`
}

function column(answer: CaseAnswer, id: string): Html {
  const {model, status, avg_rating, rating_count, cost_usd, latency_ms, final_chips} = answer
  const rated = rating_count === 0 ? 'not rated' : `rated ${decimal(avg_rating, 1)} (${rating_count})`
  return html`<section${answer.id === id ? html` class="here"` : null}><h2>${nameOf(model, {longest: 40, href: `/app/results/${encodeURIComponent(answer.id)}`})}</h2>
<p class="dim">${status === 'failed' ? html`<span class="status failed">failed</span>` : rated} · ${usd(cost_usd)} · ${milliseconds(latency_ms)}</p>
${CHIP_TYPES.map((type) =>
  typePart(
    type,
    final_chips.filter((chip) => chip.type === type),
  ),
)}</section>`
}

function typePart(type: string, chips: readonly SharedChip[]): Html {
  if (chips.length === 0) return html``
  return html`<h3>${type.replace('_', ' ')} <span class="count">${chips.length}</span></h3>
<ul>${chips.map(
    ({display, isCommon, isUnique, answers}) =>
      html`<li class="chip${isUnique ? ' unique' : isCommon ? ' common' : ''}">${isUnique ? '+ ' : null}<bdi>${display}</bdi>${isCommon ? html`<span class="unseen"> (${answers} have it)</span>` : null}</li>`,
  )}</ul>`
}
