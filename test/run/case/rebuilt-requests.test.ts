import {expect} from 'chai'
import {rebuiltMessages} from '../../../src/run/case/rebuilt-requests.js'
import {goodAnswer, harness, completion, refusal} from '../../support/run-harness.js'
import {tinyRun} from '../../support/tiny-suite.js'

describe('messages that are made anew', () => {
  it('are those that were sent, for every call of every step', async () => {
    const run = tinyRun()
    const {engine, store, requests} = harness(
      // A short answer at times, so that a fill is asked for.
      (request, index) =>
        index % 3 === 0 && request.task.step === 'step2' ? completion('[]') : goodAnswer(request),
      run,
    )
    await engine.run()
    const sent = new Set(requests.map(({messages}) => JSON.stringify(messages)))
    const calls = [...store.calls.values()]
    const steps = new Set<string>()
    for (const result of store.results.values()) {
      const ofResult = calls.filter(({result_id}) => result_id === result.id)
      const rebuilt = await rebuiltMessages(result, {config: run.config, suite: run.suite, calls: ofResult})
      expect([...rebuilt.keys()]).to.have.members(ofResult.map(({id}) => id))
      for (const {step, id} of ofResult) {
        steps.add(step)
        expect(rebuilt.get(id)!.isAsSent, step).to.equal(true)
        expect(sent.has(JSON.stringify(rebuilt.get(id)!.messages)), step).to.equal(true)
      }
    }

    expect([...steps]).to.have.members(['step1', 'selection', 'step2', 'fill'])
  })

  it('say so where the prompts are others by now', async () => {
    const run = tinyRun({input_types: ['basic']})
    const {engine, store} = harness(goodAnswer, run)
    await engine.run()
    const [result] = store.results.values()
    const [name, style] = Object.entries(run.suite.styles).find(([of]) => of === result!.style)!
    const final = {...style.final, user: `${style.final.user} More.`}
    const suite = {...run.suite, styles: {...run.suite.styles, [name]: {...style, final}}}
    const calls = [...store.calls.values()].filter(({result_id}) => result_id === result!.id)
    const rebuilt = await rebuiltMessages(result!, {config: run.config, suite, calls})
    expect([...rebuilt.values()].map(({isAsSent}) => isAsSent)).to.deep.equal([false])
    expect([...rebuilt.values()][0]!.messages[1]!.content).to.match(/More\.$/)
  })

  it('end at the call that got no answer, and are none for a persona that is gone', async () => {
    const run = tinyRun({input_types: ['basic']})
    const {engine, store} = harness(() => refusal('rejected', 400), run)
    await engine.run().catch(() => {})
    expect(store.results.size).to.be.above(0)
    for (const result of store.results.values()) {
      const calls = [...store.calls.values()].filter(({result_id}) => result_id === result.id)
      const rebuilt = await rebuiltMessages(result, {config: run.config, suite: run.suite, calls})
      expect([...rebuilt.values()].every(({isAsSent}) => isAsSent)).to.equal(true)
      const gone = {...run.suite, personas: []}
      expect(await rebuiltMessages(result, {config: run.config, suite: gone, calls})).to.have.length(0)
    }
  })
})
