import {expect} from 'chai'
import {evaluateLeaderboard} from '../../../src/figures/evaluate-leaderboard.js'
import {evaluateGates, type GateReport} from '../../../src/figures/gates/evaluate-gates.js'
import type {GateLimits} from '../../../src/figures/gates/gate.js'
import type {Chip} from '../../../src/chips/chip.js'
import type {GroupColumn} from '../../../src/records/stats.js'
import type {ResultFilter} from '../../../src/store/results.js'
import type {Store} from '../../../src/store/store.js'
import {chooseVersions, type PreferredVersions} from '../../../src/versions/choice.js'
import {addRun, aStyle} from '../../support/versioned.js'
import {newStore} from '../../support/stores.js'

const [A, B] = [aStyle('terse', 'A'), aStyle('terse', 'B')]
const SUITES = () => Promise.resolve([])
const label = ({id}: {id: string}) => `terse@${id.slice(0, 4)}`
const SIX = [4, 4, 4, 4, 4, 4]

/** What a suite asks that has this style, and no other names. */
const asking =
  (...versions: {id: string}[]): PreferredVersions =>
  (factor, name) =>
    factor === 'style' && name === 'terse' ? new Set(versions.map(({id}) => id)) : undefined

describe('gates on a database', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  async function judge(
    limits: Partial<GateLimits>,
    {
      filter = {},
      preferred,
      all = false,
      columns = ['model'],
    }: {filter?: ResultFilter; preferred?: PreferredVersions; all?: boolean; columns?: GroupColumn[]} = {},
  ): Promise<GateReport> {
    const chosen = await chooseVersions(store, filter, {all, suites: SUITES, preferred})
    const {rows} = await evaluateLeaderboard(store, columns, chosen.filter)
    return evaluateGates(store, [{columns, chosen, rows}], {
      limits: {minMetrics: [], maxMetrics: [], margin: 0.25, isSure: false, ...limits},
      suites: SUITES,
    })
  }

  const sentences = ({results}: GateReport) => results.map(({sentence}) => sentence).join('\n')

  describe('of a prompt that changed', () => {
    beforeEach(async () => {
      await addRun(store, {style: A, scores: {'lab/one': SIX}, day: '2026-11-20'})
    })

    it('speak of the newest, whose answers nobody rated, and not of ratings of the older prompt', async () => {
      expect((await judge({minRating: 3.5})).met).to.equal(true)
      await addRun(store, {style: B, scores: {'lab/one': SIX.map(() => null)}, day: '2026-11-21'})
      const report = await judge({minRating: 3.5})
      expect(report.met).to.equal(false)
      expect(sentences(report)).to.contain('lab/one is not rated')
      expect(report.versions).to.contain(label(B)).and.not.to.contain(label(A))
    })

    it('speak of the prompt that the suite at hand has, also where no run asked it', async () => {
      const report = await judge({minRating: 1}, {preferred: asking(B)})
      expect(report.met).to.equal(false)
      expect(sentences(report)).to.contain(
        `terse has no results of the prompt in question: its 6 results are of ${label(A)}`,
      )
      await addRun(store, {style: B, scores: {'lab/one': [1, 1, 1]}, day: '2026-11-21'})
      expect((await judge({minRating: 2}, {preferred: asking(A)})).met).to.equal(true)
      expect((await judge({minRating: 2}, {preferred: asking(B)})).met).to.equal(false)
    })

    it('hold of no other system that the new prompt was not asked of', async () => {
      await addRun(store, {style: A, scores: {'lab/two': SIX}, day: '2026-11-20'})
      await addRun(store, {style: B, scores: {'lab/one': SIX}, day: '2026-11-21'})
      const report = await judge({minRating: 3})
      expect(report.met).to.equal(false)
      expect(sentences(report)).to.contain('lab/two has no results of the versions in question')
      expect((await judge({minRating: 3}, {filter: {model: ['lab/one']}})).met).to.equal(true)
    })

    it('judge no mixture of versions', async () => {
      await addRun(store, {style: B, scores: {'lab/one': SIX}, day: '2026-11-21'})
      const failure: unknown = await judge({minRating: 3}, {all: true}).catch((error: unknown) => error)
      expect(failure).to.include({exit: 2})
      // As levels of their own they are no mixture.
      const apart = await judge({minRating: 3}, {all: true, columns: ['style']})
      expect(apart.results.map(({group}) => group)).to.have.members([label(A), label(B)])
    })
  })

  describe('against a run', () => {
    let base: string
    beforeEach(async () => {
      base = await addRun(store, {style: A, scores: {'lab/one': SIX}, day: '2026-11-20'})
    })
    const against = (options?: Parameters<typeof judge>[1], limits: Partial<GateLimits> = {}) =>
      judge({against: base, ...limits}, options)

    it('pair across the prompt that differs, and name it', async () => {
      await addRun(store, {style: B, scores: {'lab/one': [4, 4, 3, 4, 4, 4]}, day: '2026-11-21'})
      const report = await against()
      expect(report.met, sentences(report)).to.equal(true)
      expect(sentences(report))
        .to.contain('rating -0.17')
        .and.contain(`${label(A)} then, ${label(B)} now`)
      expect((await against({}, {isSure: true})).met).to.equal(false)
    })

    it('are not met by a prompt that is rated lower on the same configurations', async () => {
      await addRun(store, {style: B, scores: {'lab/one': [3, 3, 3, 4, 4, 3]}, day: '2026-11-21'})
      const report = await against()
      expect(report.met).to.equal(false)
      expect(sentences(report)).to.contain('is worse than').and.contain('rating -0.67')
      expect((await against({}, {margin: 1})).met).to.equal(true)
    })

    it('are not met without ratings of both, or without a configuration of both', async () => {
      await addRun(store, {style: B, scores: {'lab/one': SIX.map(() => null)}, day: '2026-11-21'})
      expect(sentences(await against())).to.contain('nobody rated answers of both')
      expect((await against({filter: {chip_count: [10]}})).met).to.equal(false)
      expect(sentences(await against({filter: {run_id: base}}))).to.contain('no configuration in common')
    })

    it('count an unchanged prompt by what other runs made of it', async () => {
      expect((await against()).met).to.equal(false)
      await addRun(store, {style: A, scores: {'lab/one': SIX}, day: '2026-11-21'})
      const report = await against()
      expect(report.met).to.equal(true)
      expect(sentences(report)).to.contain('the same versions')
    })

    it('see answers that became worse without any rating, and cases that fail now', async () => {
      const chips: Chip[] = Array.from({length: 12}, (_, at) => ({
        key: `key_${at}`,
        display: `Word ${'abcdefghijkl'[at]!.repeat(6)}`,
        type: (['situation', 'jargon', 'role_task', 'environment'] as const)[at % 4]!,
      }))
      const full = {
        final_chips: chips,
        step2_chips: chips,
        fill_chips: null,
        selected_chips: null,
        errors: [],
      }
      const poor = chips.map((chip) => ({...chip, type: 'jargon' as const}))
      const none = SIX.map(() => null)
      const one = await addRun(store, {style: A, scores: {'lab/new': none}, day: '2026-11-20', change: full})
      await addRun(store, {
        style: B,
        scores: {'lab/new': none},
        day: '2026-11-21',
        change: {...full, final_chips: poor, step2_chips: poor},
      })
      const filter = {model: ['lab/new']}
      const worse = await judge({against: one}, {filter})
      expect(worse.met).to.equal(false)
      expect(sentences(worse)).to.contain('types of chips -75 %')
      await addRun(store, {style: B, scores: {'lab/better': none}, day: '2026-11-22', change: full})
      const same = await addRun(store, {
        style: A,
        scores: {'lab/better': none},
        day: '2026-11-20',
        change: full,
      })
      const better = await judge({against: same}, {filter: {model: ['lab/better']}})
      expect(better.met, sentences(better)).to.equal(true)
      expect(sentences(better)).to.contain('nobody rated either')
      await addRun(store, {
        style: A,
        scores: {'lab/gone': none},
        day: '2026-11-20',
        change: full,
      })
      const failed = await addRun(store, {
        style: A,
        scores: {'lab/gone': none},
        day: '2026-11-20',
        change: full,
      })
      await addRun(store, {
        style: B,
        scores: {'lab/gone': none},
        day: '2026-11-23',
        change: {status: 'failed', final_chips: [], step2_chips: null},
      })
      const gone = await judge({against: failed}, {filter: {model: ['lab/gone']}})
      expect(sentences(gone)).to.contain('failed on 6 of 6 configurations')
    })
  })
})
