import {calibrate, comparedText, exampleOf, type CalibrationState} from '../../rating/calibration.js'
import type {Calibration} from '../../records/rater.js'
import type {PageCalibration} from '../pages/wire.js'
import {elementOf} from './view.js'

interface ExampleActions {
  /** Keeps what the rater did. */
  keep: (calibration: Calibration) => void
  /** An example came onto the screen. */
  shown: () => void
  over: () => void
}

/** The examples that a first session begins with, in the place of the first result. */
export class Examples {
  #state: CalibrationState | undefined

  constructor(
    private readonly calibration: PageCalibration,
    private readonly actions: ExampleActions,
  ) {
    this.#state = {scores: calibration.scores, isTold: false}
    this.#draw(this.#state)
  }

  get isUnderWay(): boolean {
    return this.#state !== undefined
  }

  /** A score, `Enter` or `c`. */
  press(key: string): void {
    if (!this.#state) return
    const before = this.#state
    const name = key === 'Enter' ? 'return' : key
    const text = key === 'Enter' ? '' : key
    const {state, effect} = calibrate(before, {name, text, ctrl: false}, this.calibration)
    if (effect?.kind === 'quit') return
    if (effect?.kind === 'keep') this.actions.keep(effect.calibration)
    if (effect?.kind === 'over' || (effect?.kind === 'keep' && effect.isOver)) this.#end()
    else if (state !== before) {
      this.#state = state
      this.#draw(state)
    }
  }

  #draw(state: CalibrationState): void {
    const {example, place, total} = exampleOf(state, this.calibration)
    elementOf('#place').textContent =
      `Example ${place} of ${total}: score it, then see what the team says. Nothing of it is counted.`
    if (!state.isTold) {
      elementOf('#item').innerHTML = example.html
      this.actions.shown()
    }

    elementOf('#notice').textContent = state.isTold ? comparedText(state, example) : ''
    const lastScore = state.isTold ? state.scores.at(-1) : undefined
    for (const button of document.querySelectorAll<HTMLElement>('.scores [data-key]')) {
      const score = Number(button.dataset['key'])
      button.classList.toggle('before', score === lastScore)
      button.classList.toggle('deserved', state.isTold && score === example.score)
    }

    const next = elementOf('.examples [data-key=Enter]')
    next.hidden = !state.isTold
    if (state.isTold) next.focus({preventScroll: true})
    scrollTo({top: 0})
  }

  #end(): void {
    this.#state = undefined
    elementOf('#keys').classList.remove('calibrating')
    elementOf('.examples').remove()
    for (const button of document.querySelectorAll('.scores .deserved')) button.classList.remove('deserved')
    this.actions.over()
  }
}
