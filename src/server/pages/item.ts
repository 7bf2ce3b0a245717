import {exampleChips} from '../../rating/calibration.js'
import {countByType} from '../../chips/chip-set.js'
import {CHIP_TYPES, type Chip} from '../../chips/chip.js'
import {html, type Html} from '../../text/html.js'
import type {Shown} from '../../rating/rating-service.js'
import type {Personas} from '../../rating/queue/plan.js'
import {blindMessages} from '../../rating/blind-messages.js'
import {askedFor} from '../../rating/messages.js'
import type {RatedResult} from '../../records/result.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import type {ItemAnswer, PageExample} from './wire.js'

/** A result as raters see it: the same as in the terminal, so nothing that reveals its model. */
export function itemAnswer(
  reference: string,
  {result, annotation, chips, score}: Shown<RatedResult>,
  personas: Personas,
): ItemAnswer {
  const {desired_role, sector, final_chips, errors} = result
  const [persona, messages] = [personas.of(result), blindMessages(errors)]
  const content = html`<h1>${desired_role}, ${sector}</h1>
<p class="asked">${askedFor(result, personas.leastPerType(result))}</p>
${persona === undefined ? null : html`<details class="persona"><summary>Who it was made for</summary><p>${persona}</p></details>`}
${final_chips.length === 0 ? html`<p>(The answer held no usable chips.)</p>` : chipLists(final_chips)}
${messages.length === 0 ? null : html`<ul class="remarks detail">${messages.map((message) => html`<li>${message}</li>`)}</ul>`}`
  return {reference, title: `${desired_role}, ${sector}`, html: content.text, annotation, chips, score}
}

/** An example of a rubric, which looks as a result does. */
export function pageExample(example: RubricTexts['examples'][number]): PageExample {
  const {desired_role, sector, score, why} = example
  const title = `${desired_role}, ${sector}`
  return {title, score, why, html: html`<h1>${title}</h1>\n${chipLists(exampleChips(example))}`.text}
}

/** Chips by type with their counts; the keys are there for readers who want details. */
export function chipLists(chips: readonly Chip[]): Html {
  const counts = countByType(chips)
  return html`<div class="chips">${CHIP_TYPES.map((type) => {
    const typeChips = chips.filter((chip) => chip.type === type)
    return html`<section><h2>${type.replace('_', ' ')} <span class="count">${counts[type]}</span></h2>
<ul>${typeChips.map(({key, display}) => html`<li><bdi>${display}</bdi><code class="detail"> ${key}</code></li>`)}</ul></section>`
  })}</div>`
}
