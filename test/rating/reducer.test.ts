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
import {aResult} from '../support/records.js'

const key = (text: string, change: Partial<Key> = {}): RatingEvent => ({
  kind: 'key',
  key: {name: text, text, ctrl: false, ...change},
})
const ctrl = (name: string): RatingEvent => key('', {name, ctrl: true})
const shown: RatingEvent = {
  kind: 'shown',
  shown: {result: aResult('run'), position: 1, note: '', flagged: false},
}

/** The state after events, and all that was asked to be done. */
function after(...events: RatingEvent[]): {state: RatingState; effects: Effect[]} {
  const effects: Effect[] = []
  const state = events.reduce<RatingState>((before, event) => {
    const {state: next, effect} = reduce(before, event)
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
    ['f', 'flag'],
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
      {kind: 'note', text: '5'},
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
    expect(after({kind: 'finished'}, {kind: 'noticed', notice: {kind: 'seen'}}).state.mode).to.equal(
      'finished',
    )
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
              fc.constantFrom('1', '5', 'n', 's', 'u', 'q', '?', 'p', 'd', 'r', 'f', ''),
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
          const step = reduce(state, each)
          if (step.effect?.kind === 'rate')
            expect([state.mode, state.shown !== undefined]).to.deep.equal(['result', true])
          if (step.effect && step.effect.kind !== 'quit') expect(step.state.mode).to.equal('busy')
          expect(step.state.draft.length).to.be.at.most(2000)
          state = step.state
        }
      }),
    )
  })
})
