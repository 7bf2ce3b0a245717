import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {spawn} from 'node:child_process'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {BENCH, bench, tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'

describe('bench rate, for scripts', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let ids: string[]
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  beforeEach(async () => {
    folder = await tempFolder()
    store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const made = aRun()
    await store.runs.create(made)
    const final_chips = ['One', 'Two'].map((display) => ({
      key: `k_${display}`,
      display,
      type: 'jargon' as const,
    }))
    const results = [aResult(made.id, {final_chips}), aResult(made.id), aResult(made.id, {status: 'failed'})]
    for (const result of results) await store.results.save(result)
    ids = results.map(({id}) => id)
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  it('saves one score with its note, and replaces it', async () => {
    const {code, stdout} = await run(
      'rate',
      ids[0]!.slice(0, 13),
      '--score',
      '4',
      '--user',
      'ann',
      '--note',
      'fine',
    )
    expect([code, stdout]).to.deep.equal([0, `Saved: 4 for ${ids[0]!} by ann.\n`])
    const again = JSON.parse(
      (await run('rate', ids[0]!, '--score', '2', '--user', 'ann', '--flag', '--json')).stdout,
    ) as object
    expect(again).to.include({result_id: ids[0], user_id: 'ann', rating: 2, blind: null})
    const {ratings, notes} = await store.ratings.ofResult(ids[0]!)
    expect(ratings.map(({rating}) => rating)).to.deep.equal([2])
    expect(notes[0]).to.include({note: 'fine', flagged: true})
    expect((await run('results', ids[0]!)).stdout)
      .to.match(/2 poor · ann/)
      .and.contain('ann flagged it: fine')
    expect((await run('results', '--flagged', '--sort', 'worst', '--open', '1')).stdout).to.contain(
      `Result ${ids[0]!}`,
    )
  })

  it('saves why, shows it to all, and keeps what is not said again', async () => {
    const {final_chips} = (await store.results.get(ids[0]!))!
    const [chip, other] = final_chips
    const say = (...args: string[]) => run('rate', ids[0]!, '--user', 'ann', ...args)
    const reasons = ['--tag', 'generic', '--tag', 'duplicates', '--bad-chip', chip!.key]
    expect((await say('--score', '2', ...reasons)).code).to.equal(0)
    expect((await say('--score', '3', '--bad-chip', other!.key)).code).to.equal(0)
    const {note} = await store.ratings.ofRater(ids[0]!, 'ann')
    expect(note).to.deep.include({tags: ['generic', 'duplicates'], bad_chips: [other!.key]})
    const {stdout} = await run('results', ids[0]!)
    expect(stdout)
      .to.contain('tags of ann: generic, duplicates')
      .and.contain(`marked bad by ann: ${other!.display}`)
      .and.contain(`✗ ${other!.display}`)
  })

  it('lists what comes next without its system, to be rated by id', async () => {
    const made = aRun()
    await store.runs.create(made)
    const hostile = 'Nurse \u001B[2J\u202E<b>'
    for (const model of ['lab/secret-one', 'lab/secret-two', 'lab/secret-three'])
      for (const persona_id of ['p1', 'p2'])
        await store.results.save(
          aResult(made.id, {model, persona_id, trial: 1, desired_role: hostile, cost_usd: 0.98765}),
        )
    const list = ['rate', '--next', '4', '--user', 'ann', '--run', made.id]
    const {code, stdout} = await run(...list, '--json')
    expect(code).to.equal(0)
    const {next, rater} = JSON.parse(stdout) as {rater: string; next: Record<string, unknown>[]}
    expect([rater, next.map(({position}) => position)]).to.deep.equal(['ann', [1, 2, 3, 4]])
    expect(next.map(({persona_id}) => persona_id)).to.satisfy(
      ([a, b, c, d]: string[]) => a !== b && a === c && b === d,
    )
    expect(Object.keys(next[0]!)).to.have.members(
      [
        'position',
        'result_id',
        'persona_id',
        'constraint_type',
        'chip_count',
        'sector',
        'desired_role',
      ].concat(['final_chips', 'errors', 'asked']),
    )
    for (const told of ['secret', '0.98765', made.id, 'terse', 'basic']) expect(stdout).not.to.contain(told)
    const shown = await run(...list)
    expect(shown.stdout).not.to.match(/\u001B\[2J|\u202E|secret/)
    expect(Math.max(...shown.stdout.split('\n').map((line) => line.length))).to.be.at.most(80)

    const [first] = next as [{result_id: string}]
    expect((await run('rate', first.result_id, '--score', '4', '--user', 'ann')).code).to.equal(0)
    const after = JSON.parse((await run(...list, '--json')).stdout) as {next: {result_id: string}[]}
    expect(after.next.map(({result_id}) => result_id)).not.to.include(first.result_id)
    expect((await run(...list, '--score', '3')).code).to.equal(2)
  })

  it('says who rates: the flag, BENCH_USER, git, the system', async () => {
    const rater = async (args: string[], env: Record<string, string> = {}) => {
      const {stdout} = await bench(['rate', ids[0]!, '--score', '3', '--json', ...args], {
        cwd: folder.path,
        env,
      })
      return (JSON.parse(stdout) as {user_id: string}).user_id
    }

    expect(await rater(['--user', 'flag'], {BENCH_USER: 'env'})).to.equal('flag')
    expect(await rater([], {BENCH_USER: 'env'})).to.equal('env')
    await writeFile(folder.file('.gitconfig'), '[user]\n\temail = git@example.com\n')
    expect(await rater([])).to.equal('git@example.com')
    await writeFile(folder.file('.gitconfig'), '')
    expect(await rater([]))
      .not.to.equal('git@example.com')
      .and.not.to.equal('')
  })

  const mistakes: [string, () => string[], RegExp][] = [
    ['no terminal', () => ['rate'], /needs a terminal[^]*RESULT_ID --score/],
    ['a score without a result', () => ['rate', '--score', '4'], /needs the id of a result/],
    ['a result without a score', () => ['rate', ids[0]!], /needs --score 1 to 5/],
    ['a score off the scale', () => ['rate', ids[0]!, '--score', '6'], /score/],
    ['a failed result', () => ['rate', ids[2]!, '--score', '4'], /failed: no answer came[^]*bench resume/],
    ['an unknown result', () => ['rate', 'zzz', '--score', '4'], /There is no result "zzz"/],
    ['a name that is none', () => ['rate', ids[0]!, '--score', '4', '--user', 'a\nb'], /needs a name/],
    [
      'a note that is too long',
      () => ['rate', ids[0]!, '--score', '4', '--note', 'x'.repeat(2001)],
      /--note has more than 2000 characters\. Nothing was written/,
    ],
    [
      'a tag that no suite has',
      () => ['rate', ids[0]!, '--score', '4', '--tag', 'generic', '--tag', 'nonsense'],
      /Nothing was written: the suite has no tag "nonsense"; there are: generic, /,
    ],
    [
      'a chip that is not in the answer',
      () => ['rate', ids[0]!, '--score', '4', '--tag', 'generic', '--bad-chip', 'nowhere'],
      /Nothing was written: the answer has no chip with the key "nowhere"/,
    ],
    ['an empty tag', () => ['rate', ids[0]!, '--score', '4', '--tag', ''], /tag/],
    ['a file that is not there', () => ['rate', '--import', 'nothing.csv'], /nothing.csv cannot be read/],
  ]
  for (const [name, args, wanted] of mistakes) {
    it(`refuses ${name}, and writes nothing`, async () => {
      const {code, stderr} = await run(...args())
      expect(code).to.equal(2)
      expect(stderr).to.match(wanted)
      expect(await store.ratings.raters()).to.deep.equal([])
    })
  }

  it('imports a whole file, and says what it did', async () => {
    await store.ratings.save({
      result_id: ids[0]!,
      user_id: 'ann',
      rating: 1,
      created_at: '2026-11-24T09:00:00.000Z',
      blind: true,
    })
    await writeFile(
      folder.file('r.csv'),
      `result_id,user_id,rating,note\n${ids[0]!},ann,5,"better, ""now"""\n${ids[1]!},bob,2,\n`,
    )
    expect(await run('rate', '--import', 'r.csv')).to.include({
      code: 0,
      stdout: '2 ratings saved: 1 new, 1 replaced; 1 note.\n',
    })
    expect(await store.results.get(ids[0]!)).to.include({rating_count: 1, avg_rating: 5})
    expect((await store.ratings.ofResult(ids[0]!)).notes[0]).to.include({
      note: 'better, "now"',
      user_id: 'ann',
    })
  })

  it('takes nothing of a file with bad lines, and names every one of them', async () => {
    const lines = [
      {result_id: ids[0], rating: 4},
      {result_id: ids[0], rating: 3},
      {result_id: ids[2], rating: 3},
      {result_id: 'x', rating: 9},
    ]
    await writeFile(
      folder.file('r.jsonl'),
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`,
    )
    const {code, stderr} = await run('rate', '--import', 'r.jsonl', '--user', 'ann')
    expect(code).to.equal(2)
    expect(stderr).to.contain('4 lines of r.jsonl cannot be taken. Nothing of the file was written.')
    expect(
      stderr
        .split('\n')
        .filter((line) => line.startsWith('  line'))
        .map((line) => /line (\d)/.exec(line)![1]),
    ).to.deep.equal(['2', '3', '4', '5'])
    expect(await store.ratings.raters()).to.deep.equal([])
  })

  it('imports what it exported as it was: names and notes like formulas, flags, flags alone', async () => {
    const said: [string, string, string[]][] = [
      [ids[0]!, '@ana', ['--note', '-- two alike', '--flag']],
      [ids[1]!, '@ana', ['--flag']],
      [ids[1]!, "'=bo", ['--note', "'+1"]],
    ]
    for (const [id, user, more] of said)
      expect((await run('rate', id, '--score', '4', '--user', user, ...more)).code).to.equal(0)
    const all = async () => Promise.all(ids.slice(0, 2).map(async (id) => store.ratings.ofResult(id)))
    const plain = async () =>
      (await all()).map(({ratings, notes}) => [
        ratings.map(({user_id, rating}) => [user_id, rating]).sort(),
        notes.map(({user_id, note, flagged}) => [user_id, note, flagged]).sort(),
      ])
    const before = await plain()
    for (const [format, name] of [
      ['csv', 'all.csv'],
      ['jsonl', 'all.jsonl'],
    ] as const) {
      expect((await run('export', 'ratings', '--format', format, '--out', name)).code).to.equal(0)
      expect(await run('rate', '--import', name)).to.include({
        code: 0,
        stdout: '0 ratings saved: 0 new, 0 replaced; 0 notes; 3 lines unchanged.\n',
      })
      expect(await plain()).to.deep.equal(before)
    }

    await writeFile(folder.file('r.csv'), `result_id,user_id,rating,note\n${ids[0]!},@ana,5,now good\n`)
    expect((await run('rate', '--import', 'r.csv')).code).to.equal(0)
    expect((await store.ratings.ofResult(ids[0]!)).notes[0]).to.include({note: 'now good', flagged: true})
  })

  it('imports what it exported, from stdin', async () => {
    for (const id of ids.slice(0, 2))
      await store.ratings.save({
        result_id: id,
        user_id: 'ann',
        rating: 3,
        created_at: '2026-11-24T09:00:00.000Z',
        blind: true,
      })
    const {stdout} = await run('export', 'ratings')
    await store.ratings.withdraw(ids[0]!, 'ann')
    const child = spawn(process.execPath, [BENCH, 'rate', '--import', '-', '--json'], {
      cwd: folder.path,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (part: Buffer) => (said += part.toString()))
    child.stdin.end(stdout)
    expect(await new Promise((done) => child.on('close', done))).to.equal(0)
    expect(JSON.parse(said)).to.deep.equal({
      ...{imported: 1, new: 1, replaced: 0, unchanged: 1, notes: 0, repeats: 0, conflicts: []},
      skipped: {missing: 0, removed: 0},
    })
  })
})
