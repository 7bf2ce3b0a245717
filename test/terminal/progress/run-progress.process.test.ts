import {expect} from 'chai'
import {RunBoard} from '../../../src/terminal/progress/run-board.js'
import {startModelServerProcess, tempFolder} from '../../support/processes.js'
import {openTerminal} from '../../support/terminal.js'

describe('RunBoard', () => {
  it('tells done of total, cost, failures, waits, time left and the last chips of each model', () => {
    let now = 0
    const board = new RunBoard(() => now)
    const line = (model: string) => board.line(board.rows.get(model)!)
    board.apply({
      type: 'started',
      run_id: 'r',
      models: [
        {model: 'a/long-name', total: 10, done: 4},
        {model: 'b', total: 10, done: 0},
      ],
    })
    expect(line('b')).to.equal('b             0/10')
    now = 6000
    const chips = [{key: 'k', display: 'K', type: 'jargon' as const}]
    board.apply({
      type: 'case-finished',
      model: 'b',
      status: 'completed',
      chips,
      errors: [],
      cost_usd: 0.5,
      total_cost_usd: 0.5,
    })
    board.apply({
      type: 'case-finished',
      model: 'b',
      status: 'failed',
      chips: [],
      errors: ['x'],
      cost_usd: null,
      total_cost_usd: 0.5,
    })
    board.apply({type: 'retry-waiting', model: 'b', reason: '429', wait_ms: 1000})
    expect(line('b')).to.equal(
      'b             2/10 · $0.500 · 1 failed · 1 waiting to retry · 24 s left · 1 chips (0 sit, 1 jar, 0 task, 0 env)',
    )
    board.apply({type: 'retry-over', model: 'b'})
    board.apply({type: 'model-ended', model: 'b', reason: '404 no such\u001b[31m model'})
    expect(line('b')).to.contain('404 no such\uFFFD[31m model').and.not.contain('waiting')
    board.apply({type: 'stopping', reason: {kind: 'signal', signal: 'SIGINT'}, in_flight: 2})
    expect(board.stopping).to.contain('Letting 2 cases in flight finish')
    expect(line('a/long-name')).to.equal('a/long-name   4/10 · stopping')
  })
})

describe('bench run in a terminal', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServerProcess>>
  before(async () => {
    folder = await tempFolder()
    server = await startModelServerProcess(60)
  })
  after(async () => {
    server.close()
    await folder.remove()
  })

  it('shows a line for each model that moves, and stops cleanly at Ctrl-C', async () => {
    const terminal = openTerminal(
      ['run', '-m', 'openai/gpt-5-mini', '-m', 'mistralai/mistral-nemo', '-c', '2', '--base-url', server.url],
      {cwd: folder.path},
    )
    await terminal.waitFor(/openai\/gpt-5-mini +[1-9]\d*\/96/)
    await terminal.waitFor(/mistralai\/mistral-nemo +[3-9]\d*\/96/)
    for (const line of terminal.lines()) expect(line.length).to.be.at.most(80)
    terminal.press('\u0003')
    expect(await terminal.exited).to.equal(130)
    await terminal.waitFor(/Go on: bench resume/)
    await terminal.waitFor(/interrupted: \d+ of 192/)
    expect(terminal.text()).not.to.contain('Warning')
    // The cursor is visible again.
    expect(terminal.raw().lastIndexOf('\u001b[?25h')).to.be.above(terminal.raw().lastIndexOf('\u001b[?25l'))
  })

  it('leaves each line on the screen once', async () => {
    const models = ['openai/gpt-5-mini', 'mistralai/mistral-nemo', 'meta-llama/llama-scout-4-12b']
    const few = ['--persona', 'tech_pm', '--style', 'terse', '-c', '8', '--base-url', server.url]
    const terminal = openTerminal(['run', ...models.flatMap((model) => ['-m', model]), ...few], {
      cwd: folder.path,
    })
    expect(await terminal.exited).to.equal(0)
    await terminal.waitFor(/completed: 24 of 24/)
    for (const model of models)
      expect(terminal.lines().filter((line) => line.includes(model))).to.have.length(1)
  })

  it('ends also when the run is over before its first line is drawn', async () => {
    const terminal = openTerminal(['run', '-m', 'builtin/lexicon', '-m', 'builtin/random'], {
      cwd: folder.path,
    })
    expect(await terminal.exited).to.equal(0)
    await terminal.waitFor(/completed: 192 of 192/)
    await terminal.waitFor(/builtin\/random +96\/96/)
  })
})
