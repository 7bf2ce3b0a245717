import {expect} from 'chai'
import fc from 'fast-check'
import {
  FIRST_STATE,
  reduce,
  type Effect,
  type Key,
  type RatingEvent,
  type RatingState,
} from '../../src/rating/reducer.js'
import {NO_ANNOTATION} from '../../src/records/rating.js'
import {aResult} from '../support/records.js'

const key = (text: string, change: Partial<Key> = {}): RatingEvent => ({
  kind: 'key',
  key: {name: text, text, ctrl: false, ...change},
})
const ctrl = (name: string): RatingEvent => key('', {name, ctrl: true})
const shown = {
  kind: 'shown' as const,
  shown: {
    result: aResult('run'),
    position: 1,
    annotation: NO_ANNOTATION,
    chips: ['one', 'two'],
    score: null,
  },
} satisfies RatingEvent

const TAGS = [
  {letter: 'g', label: 'generic'},
  {letter: 'd', label: 'duplicates'},
]
const enter: RatingEvent = key('', {name: 'return'})

/** The state after events, and all that was asked to be done. */
function after(...events: RatingEvent[]): {state: RatingState; effects: Effect[]} {
  const effects: Effect[] = []
  const state = events.reduce<RatingState>((before, event) => {
    const {state: next, effect} = reduce(before, event, TAGS)
    if (effect) effects.push(effect)
    return next
  }, FIRST_STATE)
  return {state, effects}
}

describe('the keys of rating', () => {
  it('rate with 1 to 5 and nothing else', () => {
    for (const text of ['1', '2', '3', '4', '5'])
      expect(after(shown, key(text)).effects).to.deep.equal([{kind: 'rate', score: Number(text)}])
    for (const text of ['0', '6', '', ' ', 'a', '٣', '1e0', '15'])
      expect(after(shown, key(text)).effects.filter(({kind}) => kind === 'rate')).to.deep.equal([])
  })

  it('act once: nothing more is done before the last act is reported', () => {
    expect(after(shown, key('4'), key('4'), key('u'), key('q')).effects).to.deep.equal([
      {kind: 'rate', score: 4},
    ])
    expect(after(shown, key('4'), ctrl('c')).effects.map(({kind}) => kind)).to.deep.equal(['rate', 'quit'])
    expect(after(shown, key('4'), shown, key('2')).effects).to.have.length(2)
  })

  it('do nothing before the first result is there', () => {
    expect(after(key('4'), key('s'))).to.deep.equal({state: FIRST_STATE, effects: []})
  })

  const acts: [string, string][] = [
    ['s', 'skip'],
    ['u', 'undo'],
    ['r', 'reveal'],
    ['q', 'quit'],
  ]
  for (const [text, kind] of acts) {
    it(`${text} asks for ${kind}`, () => expect(after(shown, key(text)).effects).to.deep.equal([{kind}]))
  }

  it('write a note, in which digits are digits', () => {
    const {state, effects} = after(
      shown,
      key('n'),
      key('5'),
      key(' '),
      key('é'),
      key('👩‍🚀'),
      key('', {name: 'backspace'}),
    )
    expect([state.mode, state.draft, effects]).to.deep.equal(['note', '5 é', []])
    expect(after(shown, key('n'), key('5'), key('', {name: 'return'})).effects).to.deep.equal([
      {kind: 'annotate', change: {note: '5'}},
    ])
    expect(after(shown, key('n'), key('5'), ctrl('u')).state.draft).to.equal('')
    const left = after(shown, key('n'), key('5'), ctrl('c'))
    expect([left.state.mode, left.state.draft, left.effects]).to.deep.equal(['result', '', []])
    expect(after(shown, key('n'), key('x'.repeat(5000))).state.draft).to.have.length(2000)
  })

  it('show details, the persona and help, and come back', () => {
    expect(after(shown, key('d')).state.details).to.equal(true)
    expect(after(shown, key('d'), key('d')).state.details).to.equal(false)
    for (const text of ['p', '?']) {
      const {state, effects} = after(shown, key(text), key('4'))
      expect([state.mode, effects]).to.deep.equal(['result', []])
    }
  })

  it('say why, at once and without leaving: tags by letter, chips by label, whatever the case', () => {
    const tags = after(shown, key('t'), key('G'), key('d'), key('z'), key('4'))
    expect([tags.state.mode, tags.state.annotation.tags]).to.deep.equal(['tags', ['generic', 'duplicates']])
    expect(tags.effects).to.deep.equal([
      {kind: 'annotate', change: {tags: ['generic']}},
      {kind: 'annotate', change: {tags: ['generic', 'duplicates']}},
    ])
    expect(after(shown, key('t'), key('g'), key('g'), enter).state).to.deep.include({
      mode: 'result',
      annotation: NO_ANNOTATION,
    })
    const chips = after(shown, key('x'), key('B'), key('5'), key('q'), key('a'))
    expect([chips.state.mode, chips.state.annotation.bad_chips]).to.deep.equal(['chips', ['one', 'two']])
    expect(chips.effects).to.have.length(2)
    expect(after(shown, key('x'), key('a'), enter, key('3')).effects.at(-1)).to.deep.equal({
      kind: 'rate',
      score: 3,
    })
  })

  it('take two letters for a chip where there are more than 26', () => {
    const many = Array.from({length: 40}, (_, at) => `chip ${at}`)
    const full: RatingEvent = {...shown, shown: {...shown.shown, chips: many}}
    expect(after(full, key('x'), key('a')).state).to.deep.include({typed: 'a'})
    expect(after(full, key('x'), key('b'), key('N')).state.annotation.bad_chips).to.deep.equal(['chip 39'])
    // No label begins with a z, and none is bz: nothing is marked, and typing begins anew.
    expect(after(full, key('x'), key('z')).state.typed).to.equal('')
    expect(
      after(full, key('x'), key('b'), key('z'), key('a'), key('a')).state.annotation.bad_chips,
    ).to.deep.equal(['chip 0'])
    expect(after(full, key('x'), key('a'), enter).state.typed).to.equal('')
  })

  it('show again what is saved where a tag could not be saved', () => {
    const {state} = after(shown, key('t'), key('g'), {
      kind: 'annotated',
      notice: {kind: 'failed', sentence: 'full'},
    })
    expect([state.annotation.tags, state.mode, state.notice?.kind]).to.deep.equal([[], 'tags', 'failed'])
  })

  it('say of each result what is saved of that result, and nothing of the one before', () => {
    const next = {...shown.shown, annotation: {...NO_ANNOTATION, note: 'before', tags: ['duplicates']}}
    const events = [shown, key('t'), key('g'), enter, key('f')]
    expect(after(...events).state.annotation).to.deep.include({flagged: true, tags: ['generic']})
    const {state, effects} = after(...events, {...shown, shown: next}, key('f'))
    expect(state.annotation).to.deep.equal({...next.annotation, flagged: true})
    expect(effects.at(-1)).to.deep.equal({kind: 'annotate', change: {flagged: true}})
    expect(after(...events, shown).state.annotation).to.deep.equal(NO_ANNOTATION)
  })

  it('list earlier ratings and open one; in a correction Enter leaves it as it was', () => {
    const entry = (result_id: string) => ({
      ...{result_id, rating: 3, created_at: '', sector: '', desired_role: '', chips: 1, tags: []},
    })
    const listed: RatingEvent = {
      kind: 'listed',
      earlier: {ratings: [entry('x'), entry('y')], offset: 0, hasMore: true},
    }
    expect(after(shown, key('e')).effects).to.deep.equal([{kind: 'list', offset: 0}])
    expect(after(shown, listed, key('b')).effects).to.deep.equal([{kind: 'correct', id: 'y'}])
    expect(after(shown, listed, key('c'), key('4')).effects).to.deep.equal([])
    expect(after(shown, listed, key(' ', {name: 'space'})).effects).to.deep.equal([{kind: 'list', offset: 2}])
    expect(after(shown, listed, key('', {name: 'up'})).effects).to.deep.equal([])
    expect(after(shown, listed, enter).state.mode).to.equal('result')
    const correcting: RatingEvent = {...shown, shown: {...shown.shown, score: 3}}
    expect(after(correcting, enter).effects).to.deep.equal([{kind: 'leave'}])
    expect(after(correcting, key('5')).effects).to.deep.equal([{kind: 'rate', score: 5}])
    expect(after(shown, enter).effects).to.deep.equal([])
  })

  it('scroll, not above the beginning', () => {
    expect(
      after(shown, key('', {name: 'down'}), key('', {name: 'down'}), key('', {name: 'up'})).state.scroll,
    ).to.equal(1)
    expect(after(shown, key('', {name: 'pageup'})).state.scroll).to.equal(0)
    expect(after(shown, key(' ', {name: 'space'}), shown).state.scroll).to.equal(0)
  })

  it('can take the last one back when all are rated', () => {
    expect(after(shown, {kind: 'finished'}, key('u')).effects).to.deep.equal([{kind: 'undo'}])
    expect(after(shown, {kind: 'finished'}, key('4')).effects).to.deep.equal([{kind: 'quit'}])
    expect(
      after({kind: 'finished'}, {kind: 'noticed', notice: {kind: 'nothing to undo'}}).state.mode,
    ).to.equal('finished')
  })

  it('never rate but from a result on the screen, whatever comes in whatever order', () => {
    const event = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('key' as const),
          key: fc.record({
            name: fc.constantFrom('a', 'return', 'backspace', 'up', 'down', 'space', 'c', 'd', 'u'),
            text: fc.oneof(
              fc.constantFrom(
                '1',
                '5',
                'n',
                's',
                'u',
                'q',
                '?',
                'p',
                'd',
                'r',
                'f',
                't',
                'x',
                'g',
                'e',
                'a',
                '',
              ),
              fc.string(),
            ),
            ctrl: fc.boolean(),
          }),
        }),
      },
      fc.constant(shown),
      fc.constant<RatingEvent>({kind: 'finished'}),
      fc.constant<RatingEvent>({kind: 'noticed', notice: {kind: 'failed', sentence: 'x'}}),
    )
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let state: RatingState = FIRST_STATE
        for (const each of events) {
          const step = reduce(state, each, TAGS)
          if (step.effect?.kind === 'rate')
            expect([state.mode, state.shown !== undefined]).to.deep.equal(['result', true])
          if (step.effect && !['quit', 'annotate'].includes(step.effect.kind))
            expect(step.state.mode).to.equal('busy')
          expect(step.state.draft.length).to.be.at.most(2000)
          state = step.state
        }
      }),
    )
  })
})
