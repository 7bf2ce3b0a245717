import {expect} from 'chai'
import {SaxesParser} from 'saxes'
import type {AgainstRun} from '../../../src/figures/gates/against.js'
import {gatesJunit, gatesMarkdown} from '../../../src/figures/gates/formats.js'
import type {GateFigures, GateGroup, GateLimits} from '../../../src/figures/gates/gate.js'
import {gateSentences, hasGates, judgeGates} from '../../../src/figures/gates/gates.js'
import type {LeaderboardRow} from '../../../src/figures/leaderboard.js'
import {aRow} from '../../support/figures.js'

const NONE: GateLimits = {minMetrics: [], maxMetrics: [], margin: 0.25, isSure: false}

const group = (row: Partial<LeaderboardRow> = {}, change: Partial<GateGroup> = {}): GateGroup => ({
  name: 'lab/one',
  row: aRow('lab/one', row),
  metrics: null,
  against: null,
  ...change,
})
const figures = (...groups: GateGroup[]): GateFigures => ({groups, missing: [], versions: ['terse@3f2a']})

/** Whether each gate is met, in the order of groups. */
const met = (limits: Partial<GateLimits>, ...groups: GateGroup[]) =>
  judgeGates(figures(...groups), {...NONE, ...limits}).map((result) => result.met)

describe('gates', () => {
  it('hold at the limit itself, and not beyond it', () => {
    expect(met({maxFailed: 2}, group({failed_count: 2}), group({failed_count: 3}))).to.deep.equal([
      true,
      false,
    ])
    expect(
      met({maxCost: 0.25}, group({cost_per_usable_usd: 0.25}), group({cost_per_usable_usd: 0.2501})),
    ).to.deep.equal([true, false])
    expect(met({maxP95: 2}, group({p95_latency_ms: 2000}), group({p95_latency_ms: 2001}))).to.deep.equal([
      true,
      false,
    ])
    expect(met({minRated: 3}, group({rated_results: 3}), group({rated_results: 2}))).to.deep.equal([
      true,
      false,
    ])
    expect(met({minRating: 3}, group({adjusted_rating: 3}), group({adjusted_rating: 2.99}))).to.deep.equal([
      true,
      false,
    ])
    // What (6 + 3 + 11 + 6 + 8 + 11) / 3 / 6 comes out as, which is 2.5 on paper.
    expect(met({minRating: 2.5}, group({adjusted_rating: 2.4999999999999996}))).to.deep.equal([true])
  })

  it('are not met by what is unknown', () => {
    expect(met({maxCost: 1}, group({known_cost_count: 3}))).to.deep.equal([false])
    expect(met({maxCost: 1}, group({cost_per_usable_usd: null, usable_count: 0}))).to.deep.equal([false])
    expect(met({maxP95: 1}, group({p95_latency_ms: null}))).to.deep.equal([false])
    expect(met({minRating: 1}, group({adjusted_rating: null}))).to.deep.equal([false])
    expect(met({minMetrics: [{metric: 'valid', value: 0}]}, group())).to.deep.equal([false])
    expect(met({minAlpha: 0.1}, group())).to.deep.equal([false])
    expect(met({against: 'run'}, group())).to.deep.equal([false])
    expect(met({maxFailed: 9}, group({result_count: 0, failed_count: 0}))).to.deep.equal([false])
  })

  it('are not met where there is no group, or a name has nothing of the version in question', () => {
    expect(met({minRated: 0})).to.deep.equal([false])
    const missing = {factor: 'style', name: 'guided', latest: 'guided@3f2a', results: 4} as const
    const [result, ...others] = judgeGates({...figures(group()), missing: [missing]}, {...NONE, minRated: 0})
    expect(result).to.deep.include({gate: 'results', group: 'guided', met: false})
    expect(result!.sentence).to.contain('no results of the prompt in question').and.contain('guided@3f2a')
    expect(others.map((other) => other.met)).to.deep.equal([true])
  })

  it('go by a judge that has judged all, group by group', () => {
    const judge = (change: Partial<NonNullable<GateFigures['judge']>> = {}) =>
      judgeGates(
        {
          ...figures(group(), group({}, {name: 'lab/two'}), group({}, {name: 'lab/three'})),
          judge: {
            label: 'lab/judge',
            judged: 9,
            results: 9,
            ratings: new Map([
              ['lab/one', 3],
              ['lab/two', 2.99],
            ]),
            ...change,
          },
        },
        {...NONE, minJudge: 3},
      ).map((result) => [result.group, result.met])
    const groups = [
      ['lab/one', true],
      ['lab/two', false],
      ['lab/three', false],
    ]
    expect(judge()).to.deep.equal(groups)
    expect(judge({judged: 8})).to.deep.equal([[null, false], ...groups])
    expect(met({minJudge: 1}, group())).to.deep.equal([false])
    expect(hasGates({...NONE, minJudge: 3})).to.equal(true)
  })

  it('count the lower end of the interval where they must be sure', () => {
    const rated = group({adjusted_rating: 4, interval: {low: 3.4, high: 4.6}})
    expect(met({minRating: 3.5}, rated)).to.deep.equal([true])
    expect(met({minRating: 3.5, isSure: true}, rated)).to.deep.equal([false])
    expect(met({minRating: 3.4, isSure: true}, rated)).to.deep.equal([true])
    expect(met({minRating: 1, isSure: true}, group({adjusted_rating: 4, interval: null}))).to.deep.equal([
      false,
    ])
  })

  it('judge metrics from both sides', () => {
    const measured = group({}, {metrics: {valid: 0.9, duplicates: 0.1} as GateGroup['metrics']})
    expect(met({minMetrics: [{metric: 'valid', value: 0.9}]}, measured)).to.deep.equal([true])
    expect(met({minMetrics: [{metric: 'valid', value: 0.91}]}, measured)).to.deep.equal([false])
    expect(met({maxMetrics: [{metric: 'duplicates', value: 0.1}]}, measured)).to.deep.equal([true])
    expect(met({maxMetrics: [{metric: 'duplicates', value: 0.09}]}, measured)).to.deep.equal([false])
  })

  describe('against a run', () => {
    const change = (difference: number, low: number | null = null) => ({
      difference,
      interval: low === null ? null : {low, high: difference + 1},
      configurations: 6,
    })
    const found = (against: Partial<AgainstRun>) =>
      group(
        {},
        {
          against: {
            run: 'base',
            before: 8,
            shared: 6,
            failed: 0,
            otherPersonas: [],
            changed: [],
            rating: 'unrated',
            measures: {usable: change(0, 0)},
            ...against,
          },
        },
      )
    const holds = (against: Partial<AgainstRun>, limits: Partial<GateLimits> = {}) =>
      met({against: 'base', ...limits}, found(against))[0]

    it('hold within the margin, which is a sixteenth of the scale for shares too', () => {
      expect(holds({rating: change(-0.25)})).to.equal(true)
      expect(holds({rating: change(-0.26)})).to.equal(false)
      expect(holds({rating: change(-0.26)}, {margin: 0.5})).to.equal(true)
      expect(holds({measures: {valid: change(-0.0625)}})).to.equal(true)
      expect(holds({measures: {valid: change(-0.07)}})).to.equal(false)
    })

    it('hold surely by the lower end of the interval', () => {
      expect(holds({rating: change(0, -0.25), measures: {}}, {isSure: true})).to.equal(true)
      expect(holds({rating: change(0, -0.26), measures: {}}, {isSure: true})).to.equal(false)
      expect(holds({rating: change(0), measures: {}}, {isSure: true})).to.equal(false)
    })

    it('do not hold where nothing is known, or where cases failed that were answered before', () => {
      expect(holds({})).to.equal(true)
      expect(holds({rating: 'unknown'})).to.equal(false)
      expect(holds({shared: 0})).to.equal(false)
      expect(holds({failed: 1})).to.equal(false)
    })

    it('say what is worse, on how much, and between which versions', () => {
      const [result] = judgeGates(
        figures(
          found({
            rating: change(-1, -2),
            changed: [{factor: 'style', name: 'terse', before: ['terse@3f2a'], after: ['terse@9c01']}],
          }),
        ),
        {...NONE, against: 'base'},
      )
      expect(result!.sentence).to.equal(
        'lab/one is worse than base: rating -1.00 (-2.00 to 0.00); on 6 of 8 configurations, terse@3f2a then, terse@9c01 now.',
      )
    })
  })

  it('end in a sentence for each that is not met, or in one line, always with the versions', () => {
    const judged = (limits: Partial<GateLimits>) =>
      gateSentences(judgeGates(figures(group(), group()), {...NONE, ...limits}), ['terse@3f2a'])
    expect(judged({minRating: 3, maxFailed: 0})).to.deep.equal([
      'Met: --max-failed, --min-rating by 1 group of terse@3f2a.',
    ])
    expect(judged({minRating: 4, maxFailed: 0})).to.deep.equal([
      'lab/one is rated 3.00; 4 was asked for.',
      'lab/one is rated 3.00; 4 was asked for.',
      'The gates speak of terse@3f2a.',
    ])
  })

  it('are there when one of them is asked for, a limit of 0 included', () => {
    expect(hasGates(NONE)).to.equal(false)
    expect(hasGates({...NONE, isSure: true, margin: 1})).to.equal(false)
    expect(hasGates({...NONE, maxFailed: 0})).to.equal(true)
    expect(hasGates({...NONE, maxMetrics: [{metric: 'leakage', value: 0}]})).to.equal(true)
  })

  describe('in documents', () => {
    const hostile = 'lab/<b>&"\'\u001B[31m]]>\uD800|`x`'
    const results = judgeGates(
      {...figures({...group(), name: hostile}, group()), versions: [hostile]},
      {...NONE, minRated: 3, minRating: 4},
    )
    const report = {met: false, versions: [hostile], results}

    it('are test cases of JUnit, whatever names hold', () => {
      const cases: {name: string; failed: boolean}[] = []
      let suites: Record<string, string> = {}
      const parser = new SaxesParser()
      parser.on('error', (error) => {
        throw error
      })
      parser.on('opentag', ({name, attributes}) => {
        if (name === 'testsuites') suites = attributes
        if (name === 'testcase') cases.push({name: attributes['name']!, failed: false})
        if (name === 'failure') cases.at(-1)!.failed = true
      })
      parser.write(gatesJunit(report, 'stats')).close()
      expect(suites).to.include({tests: '4', failures: '2'})
      expect(cases.map(({failed}) => failed)).to.deep.equal([true, true, false, false])
      expect(cases[0]!.name).to.equal('min-rating: lab/<b>&"\'\uFFFD[31m]]>\uFFFD|`x`')
    })

    it('are a table of Markdown, those that are not met first', () => {
      const text = gatesMarkdown(report)
      expect(text).to.match(/^### 2 of 4 gates are not met\n/)
      expect(text.split('\n').filter((line) => line.startsWith('| not met'))).to.have.length(2)
      expect(text).not.to.contain('<b>').and.not.to.contain('\u001B')
      expect(gatesMarkdown({...report, met: true})).to.match(/^### All gates are met\n/)
    })
  })
})
