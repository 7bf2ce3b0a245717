import {unsharpenedText} from '../judging/unsharpened.js'
import {counted, decimal, duration, milliseconds, usd} from '../text/numbers.js'
import type {CandidateRow, DecidedCandidate, DecisionAnswer, DecisionJudge} from './answer.js'
import {shortNames, type ShortName} from './names.js'
import {FIRST_LOOK} from './rule/rule.js'

/** How many names a sentence holds before it only counts them. */
const NAMED = 3

/** Text of a decision that no terminal has been protected from yet. */
interface DecisionText {
  /** What is to be done, in the words that are copied elsewhere. */
  sentence: string
  /** What goes with it. */
  notes: string[]
}

/** The sentence of each state, and what stands below it. */
export function decisionText(answer: DecisionAnswer): DecisionText {
  const {sentence, notes} = stateText(answer)
  const judged = answer.judge && WITH_JUDGE.has(answer.state) ? [judgeSentence(answer.judge)] : []
  return {sentence, notes: [...notes, ...judged]}
}

/** The states that a judge may have a part in. */
const WITH_JUDGE: ReadonlySet<DecisionAnswer['state']> = new Set(['decided', 'open', 'everything_rated'])

/** What a judge did to people's differences, and what that saves. */
export function judgeSentence(judged: DecisionJudge): string {
  const {label, rubric, r, worth_ratings, sharpened, compared, unsharpened} = judged
  const judge = `${label} (rubric ${rubric})`
  if (sharpened === 0) return `${judge} sharpens nothing here: ${unsharpenedText(unsharpened)}.`
  const pairs =
    sharpened === compared ? '' : ` ${sharpened} of ${counted(compared, 'difference')} to the leader:`
  if (r === null)
    return `Sharpened by ${judge}:${pairs} it is worth no ratings here, as people's differences are the same everywhere.`
  const worth = counted(worth_ratings ?? 0, 'rating')
  return `Sharpened by ${judge}:${pairs} its differences go with people's by r ${decimal(r, 2)}, which is worth ${worth} here.`
}

function stateText(answer: DecisionAnswer): DecisionText {
  const short = shortNames(answer.candidates)
  switch (answer.state) {
    case 'decided':
      return {sentence: shipSentence(answer, answer.decision!, short), notes: cheaperNotes(answer)}
    case 'one_candidate':
      return {sentence: singleSentence(answer, short), notes: []}
    case 'open':
      return {
        sentence: openSentence(answer, short),
        notes: [...besideNotes(answer, short), ...shortfall(answer)],
      }
    case 'everything_rated':
      return {sentence: usedUpSentence(answer, short), notes: besideNotes(answer, short)}
    case 'nothing_rated':
    case 'not_linked':
      return {sentence: firstLookSentence(answer), notes: marginNotes(answer)}
    case 'limits_not_kept':
      return {sentence: limitsSentence(answer, short), notes: []}
    case 'cost_unknown':
    case 'latency_unknown':
      return {sentence: unknownSentence(answer, short), notes: []}
    case 'no_candidates':
      return {sentence: nobodySentence(answer), notes: []}
  }
}

function shipSentence(
  {margin, prefer, raters, candidates, leader, styles}: DecisionAnswer,
  {name, cost_usd, nearest}: DecidedCandidate,
  short: ShortName,
): string {
  const ship = `Ship ${short(name, {whole: true})}${together(styles)}`
  const people = raters === 1 ? 'for this rater' : `for these ${raters} raters`
  if (prefer !== 'rating') {
    const below = Math.max(
      0,
      ...candidates.map(({state, better_by_at_most: most}) => (state === 'settled' ? (most ?? 0) : 0)),
    )
    const isBest = leader === null || leader.name === name
    const gain = isBest ? undefined : prefer === 'cost' ? cheaper(cost_usd, leader.cost_usd) : undefined
    return `${ship}: ${people} it is at most ${below.toFixed(2)} below every other${gain === undefined ? '' : `, and ${gain} than ${short(leader!.name)}`}.`
  }

  if (nearest === null) {
    const isLimited = candidates.some(({reasons}) => reasons.some((reason) => reason !== 'worse'))
    return `${ship}: ${people} everything else is surely worse${isLimited ? ' or breaks a limit' : ''}.`
  }

  const gain = cheaper(nearest.cost_usd, cost_usd)
  const bound = Math.max(0, nearest.better_by_at_most ?? 0).toFixed(2)
  return `${ship}: ${people} nothing else is better by more than ${margin} points. Nearest: ${short(nearest.name)}, at most ${bound} better${gain === undefined ? '' : `, ${gain}`}.`
}

/** Where the style is not compared, all that are in scope are judged together. */
function together(styles: readonly string[]): string {
  return styles.length > 1 ? ` (asked by ${styles.join(' and ')} together)` : ''
}

/** `4.8 × cheaper`, `2.0 × dearer`; undefined where a cost is unknown or nothing, or both are alike. */
function cheaper(cost: number | null, other: number | null): string | undefined {
  if (!cost || !other) return undefined
  const [isCheaper, ratio] = [cost < other, Math.max(other / cost, cost / other).toFixed(1)]
  if (ratio === '1.0') return undefined
  return `${ratio} × ${isCheaper ? 'cheaper' : 'dearer'}`
}

function cheaperNotes({cheaper: plan, candidates}: DecisionAnswer): string[] {
  const isEven = candidates.some(({state}) => state === 'settled')
  const even = isEven ? ['even: not better by more than the margin; may be worse.'] : []
  return plan === null ? even : [`${even.join('')} Is the cheapest one good enough? ${priceOf(plan)}`.trim()]
}

function priceOf({ratings, configurations}: NonNullable<DecisionAnswer['cheaper']>): string {
  const ask = 'bench decide --prefer cost'
  if (ratings === 0) return `That is decided: ${ask}`
  if (ratings === null) return 'No number of ratings would tell.'
  const more = configurations > 0 ? `${counted(configurations, 'more configuration')} and ` : ''
  return `About ${more}${counted(ratings, more === '' ? 'more rating' : 'rating')} would tell: ${ask}`
}

function singleSentence({decision, candidates}: DecisionAnswer, short: ShortName): string {
  const name = short(decision!.name, {whole: true})
  return candidates.length > 1
    ? `Only ${name} keeps the limits, so there is nothing to compare it with.`
    : `Only ${name} is in scope, so there is nothing to decide.`
}

function firstLookSentence(answer: DecisionAnswer): string {
  const {state, configurations, missing} = answer
  if (configurations.all === 0)
    return 'Open: no two candidates answered the same configuration, so nothing can be compared. Run them on the same ones: bench run -m …'
  const rate = `for a first look${pace(answer)}: bench rate --decide`
  return state === 'nothing_rated'
    ? `Nothing is rated yet. ${counted(missing?.ratings ?? 0, 'rating')} ${rate}`
    : `Open: the ratings link nothing, as nobody rated two candidates on one configuration. ${moreRatings(answer)} ${rate}`
}

function openSentence(answer: DecisionAnswer, short: ShortName): string {
  const {configurations, candidates} = answer
  const hasLooked = candidates.some(({state}) => state === 'leader')
  const what = hasLooked
    ? `Open: ${inPlay(answer, short)}.`
    : `Open: ${configurations.complete} of ${FIRST_LOOK} configurations for a first look are rated for all ${answer.in_question} candidates.`
  return `${what} ${moreRatings(answer)}${pace(answer)}: bench rate --decide`
}

function usedUpSentence(answer: DecisionAnswer, short: ShortName): string {
  const {margin, configurations, raters, missing, candidates} = answer
  const open = candidates.filter(({state}) => state === 'open')
  const most = Math.max(...open.map(({better_by_at_most: bound}) => bound ?? Infinity))
  const now = Number.isFinite(most) ? ` (now ${most.toFixed(2)})` : ''
  const sentence = `Open: ${inPlay(answer, short)}. All ${counted(configurations.all, 'configuration')} are rated by ${counted(raters, 'person').replace('persons', 'people')}; more ratings of them cannot tell them apart within ${margin}${now}.`
  const ratings = missing?.ratings ?? null
  if (missing === null || ratings === null)
    return `${sentence} They are too much alike for any number of configurations.`
  const cost = missing.cost_usd === null ? '' : `, ${usd(missing.cost_usd)}`
  const how = missing.run ?? 'The suite has no more: add personas to it (bench suite).'
  return `${sentence} About ${counted(missing.configurations, 'more configuration')} would${cost} and ${counted(ratings, 'rating')}: ${how}`
}

/** `a or b`, `a, b or 3 more`. */
function inPlay({candidates}: DecisionAnswer, short: ShortName): string {
  return listed(
    candidates.filter(({state}) => state === 'leader' || state === 'open').map(({name}) => short(name)),
  )
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED
  const shown = more > 0 ? [...names.slice(0, NAMED), `${more} more`] : [...names]
  const last = shown.pop() ?? 'nobody'
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`
}

function moreRatings({missing}: DecisionAnswer): string {
  const ratings = missing?.ratings ?? null
  return ratings === null ? 'More ratings than anybody makes' : `About ${counted(ratings, 'more rating')}`
}

function pace({missing}: DecisionAnswer): string {
  const minutes = missing?.minutes ?? null
  return minutes === null ? '' : `, about ${duration(minutes * 60_000)}`
}

/** With a preference: the question of the best is easier, and its answer stands beside. */
function besideNotes({leader, prefer, margin}: DecisionAnswer, short: ShortName): string[] {
  if (leader === null) return []
  const what = prefer === 'cost' ? 'cheapest' : 'fastest'
  return [
    `Whether the ${what} is at most ${margin} below every other is open. Decided is the best rated: ${short(leader.name, {whole: true})}.`,
  ]
}

/** Where the configurations will most likely not do. */
function shortfall({missing, configurations}: DecisionAnswer): string[] {
  if (!missing || missing.configurations <= 0) return []
  const run = missing.run === null ? '' : `: ${missing.run}`
  return [
    `These ${counted(configurations.all, 'configuration')} may not be enough: about ${missing.configurations} more would help${run}`,
  ]
}

/** Before anybody rates: what these configurations can decide at all. */
function marginNotes({decidable_margin: can, configurations, margin, missing}: DecisionAnswer): string[] {
  if (configurations.all === 0) return []
  const all = counted(configurations.all, 'configuration')
  if (can === null)
    return [`${all} in common are too few for a decision: 12 are the least.${runNote(missing?.run)}`]
  return can <= margin
    ? [`These ${all} can decide a margin of about ${can.toFixed(2)}: enough for ${margin}.`]
    : [
        `These ${all} can decide a margin of about ${can.toFixed(2)} where candidates are alike, and hardly ${margin}.`,
      ]
}

function runNote(run: string | null | undefined): string {
  return run === null || run === undefined ? '' : ` ${run}`
}

function limitsSentence({candidates, limits}: DecisionAnswer, short: ShortName): string {
  const {max_cost_usd: cost, max_p95_s: p95, min_rating: rating} = limits
  const excess = (row: CandidateRow) =>
    Math.max(
      cost === null || row.cost_usd === null ? 0 : row.cost_usd / cost,
      p95 === null || row.p95_ms === null ? 0 : row.p95_ms / 1000 / p95,
      rating === null || row.mean_rating === null ? 0 : rating / row.mean_rating,
    )
  const usable = candidates.filter(({reasons}) => !reasons.includes('no usable answer'))
  const nearest = [...usable].sort((a, b) => excess(a) - excess(b))[0]
  if (!nearest)
    return 'Nobody keeps the limits: no candidate has a usable answer. What went wrong: bench results --status failed'
  const figures = [
    ...(cost === null ? [] : [`${usd(nearest.cost_usd)} per usable answer (limit ${usd(cost)})`]),
    ...(p95 === null ? [] : [`p95 ${milliseconds(nearest.p95_ms)} (limit ${p95} s)`]),
    ...(rating === null || nearest.mean_rating === null
      ? []
      : [`rated ${nearest.mean_rating.toFixed(2)} (limit ${rating})`]),
  ]
  return `Nobody keeps the limits. Nearest is ${short(nearest.name)}, at ${figures.join(', ')}.`
}

function unknownSentence({state, candidates, prefer}: DecisionAnswer, short: ShortName): string {
  const asked = prefer === 'rating' ? 'a limit on it' : `--prefer ${prefer}`
  if (state === 'latency_unknown')
    return `Open: no configuration was answered by all candidates with a latency, so ${asked} cannot be judged. Run all on the same configurations, or leave some out: --leave-out`
  const unknown = candidates.filter(({cost_usd, state: of}) => cost_usd === null && of !== 'out')
  const named = unknown
    .slice(0, NAMED)
    .map(
      (row) =>
        `${row.result_count - row.known_cost_count} of ${row.result_count} results of ${short(row.name)}`,
    )
  const more = unknown.length > NAMED ? ` and of ${unknown.length - NAMED} more` : ''
  return `Open: the cost is unknown for ${named.join(', ')}${more}, so ${asked} cannot be judged. Give the system a price in the suite, or leave it out: --leave-out`
}

function nobodySentence({not_asked: baselines}: DecisionAnswer): string {
  return baselines.length > 0
    ? `Nothing to decide: only baselines (${baselines.join(', ')}) are in scope, and they are no candidates. Run two systems: bench run -m …`
    : 'Nothing to decide: no results are in scope. Run two systems first: bench run -m …'
}
