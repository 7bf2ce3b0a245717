import {expect} from 'chai'
import {answerEnd} from '../../../src/run/case/answer-end.js'
import type {CompletedCall} from '../../../src/run/executor/call-executor.js'

const ended = (finish_reason: string | null, answer = '[]', error: string | null = null) =>
  answerEnd({finish_reason, answer, error} as CompletedCall, 1000)
const NORMAL = {messages: [], denied: undefined, explainsNothing: false}

describe('how an answer ended', () => {
  it('is nothing to tell where it ended as it should', () => {
    for (const reason of ['stop', null, 'end_turn'])
      expect(ended(reason), String(reason)).to.deep.equal(NORMAL)
    // An empty answer is the reader's to tell.
    expect(ended('stop', '')).to.deep.equal(NORMAL)
    expect(ended('strange', 'some answer')).to.deep.equal(NORMAL)
  })

  it('is told with the warning that the answer came with', () => {
    expect(ended('stop', '[]', 'cut')).to.deep.equal({...NORMAL, messages: ['cut']})
    expect(ended('stop', ' \n', 'cut')).to.deep.equal({...NORMAL, messages: ['cut'], explainsNothing: true})
    expect(ended('strange', '', 'cut')).to.deep.equal({...NORMAL, messages: ['cut'], explainsNothing: true})
    expect(ended('length', '[]', 'cut').messages).to.deep.equal([
      'the model was cut off at 1000 tokens',
      'cut',
    ])
    for (const reason of ['refusal', 'content_filter', 'tool_calls'])
      expect(ended(reason, '', 'cut').messages)
        .to.have.length(2)
        .and.include('cut')
  })

  it('is a refusal by its reason, or by the words of a short answer without a list', () => {
    const refused = (text: string) => ({messages: [text], denied: 'refusal', explainsNothing: true})
    expect(ended('refusal', '')).to.deep.equal(refused('the model refused to answer'))
    expect(ended('refusal', ' No \n thanks. ')).to.deep.equal(refused('the model refused: No thanks.'))
    const sorry = "I'm sorry, but I can't help with that."
    expect(ended('stop', sorry)).to.deep.equal(refused(`the model refused: ${sorry}`))
    expect(ended('stop', `${sorry} ["a"]`)).to.deep.equal(NORMAL)
    expect(ended('stop', `${sorry} {`)).to.deep.equal(NORMAL)
    const [long, longer] = [600, 601].map((length) => sorry.padEnd(length, 'x')) as [string, string]
    expect(ended('stop', longer)).to.deep.equal(NORMAL)
    expect(ended('stop', long).messages).to.deep.equal([`the model refused: ${long.slice(0, 199)}…`])
    const whole = sorry.padEnd(200, 'x')
    expect(ended('stop', whole).messages).to.deep.equal([`the model refused: ${whole}`])
  })

  it('is a filter, with the first forty characters of its reason', () => {
    const reason = 'content_filter'.padEnd(50, 'x')
    expect(ended(reason, '')).to.deep.equal({
      messages: [`a content filter stopped the answer (${reason.slice(0, 40)})`],
      denied: 'filter',
      explainsNothing: true,
    })
  })

  it('is the call of a tool, by its name where there is one of sixty characters at most', () => {
    const called = (text: string) => ({...NORMAL, messages: [`the model answered by calling a tool${text}`]})
    expect(ended('tool_calls', '')).to.deep.equal(called(''))
    for (const [length, told] of [
      [60, true],
      [61, false],
    ] as const) {
      const name = 'n'.repeat(length)
      expect(ended('tool_use', `{"name": "${name}"}`)).to.deep.equal(called(told ? ` (${name})` : ''))
    }
  })

  it('is a missing answer, by a reason that nobody knows', () => {
    const reason = 'strange'.padEnd(50, 'x')
    expect(ended(reason, ' ')).to.deep.equal({
      messages: [`the model gave no answer (finish reason ${reason.slice(0, 40)})`],
      denied: undefined,
      explainsNothing: true,
    })
    expect(ended('max_tokens', '')).to.deep.equal({
      ...NORMAL,
      messages: ['the model was cut off at 1000 tokens'],
    })
  })
})
