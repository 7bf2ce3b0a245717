import {BenchError} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors about judges: language models that rate. */

export function noRubric(suite: string): BenchError {
  return new BenchError(`The suite ${suite} does not say what to judge by. Nothing was started or written.`, {
    code: 'NO_RUBRIC',
    exit: EXIT.usage,
    next: [
      'Give it `rating:` with question, guidelines and anchors, or `extends: chips`. See docs/suites.md.',
    ],
  })
}

export function judgeRubricGone(runId: string): BenchError {
  return new BenchError(`The rubric of ${runId} is not in this database. Nothing was started.`, {
    code: 'JUDGE_RUBRIC_GONE',
    exit: EXIT.usage,
    next: ['`bench sync` brings it, or begin a new pass: bench judge --model ID.'],
  })
}

export function otherOfflineJudge(runId: string): BenchError {
  return new BenchError(
    `The offline judge of ${runId} had another lexicon or version. Nothing was started.`,
    {
      code: 'OTHER_OFFLINE_JUDGE',
      exit: EXIT.usage,
      next: ['Begin a new pass: bench judge --model builtin/judge. Or name the suite: --suite FILE.'],
    },
  )
}

export function tooManyToJudge(count: number, most: number): BenchError {
  return new BenchError(
    `${count} results are more than one pass judges (${most}). Nothing was started or written.`,
    {
      code: 'TOO_MANY_TO_JUDGE',
      exit: EXIT.usage,
      next: ['Choose some: --run ID, --persona ID, --since DAY.'],
    },
  )
}

export function nothingToJudge(): BenchError {
  return new BenchError('No completed result is in scope. Nothing was started or written.', {
    code: 'NOTHING_TO_JUDGE',
    exit: EXIT.usage,
    next: ['`bench results` lists what there is; `bench run` makes more.'],
  })
}

export function nothingJudged(judge: string | undefined): BenchError {
  return new BenchError(
    judge === undefined ? 'No judge has judged anything here.' : `${judge} has judged nothing in scope.`,
    {code: 'NOTHING_JUDGED', exit: EXIT.usage, next: [`bench judge --model ${judge ?? 'builtin/judge'}`]},
  )
}

/** `alpha`: the agreement with people; null where it is not known. */
export function judgeBelowFloor(judge: string, alpha: number | null, floor: number): BenchError {
  const found =
    alpha === null
      ? 'nobody has rated enough of what it judged to know its agreement'
      : `its agreement with people is alpha ${alpha.toFixed(2)}`
  return new BenchError(`${judge} cannot be a gate here: ${found}, and the floor is ${floor}.`, {
    code: 'JUDGE_BELOW_FLOOR',
    exit: EXIT.usage,
    next: [
      'bench judge report shows where it differs; bench rate brings more ratings.',
      'The floor: `judge: {min_alpha: …}` in the config file.',
    ],
  })
}
