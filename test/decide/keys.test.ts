import {expect} from 'chai'
import {blockKey, candidateKey} from '../../src/decide/keys.js'
import {aResult} from '../support/records.js'

describe('keys of candidates and blocks', () => {
  const one = aResult('run', {trial: 1})
  const same = {...one, run_id: 'other', trial: 2}

  it('do not know trials and runs', () => {
    expect(blockKey(same, ['model'])).to.equal(blockKey(one, ['model']))
    expect(candidateKey(same, ['model', 'style'])).to.equal(candidateKey(one, ['model', 'style']))
  })

  it('hold what is compared in the one, and all else in the other', () => {
    const other = {...one, style: 'wordy'}
    expect(blockKey(other, ['model', 'style'])).to.equal(blockKey(one, ['model', 'style']))
    expect(candidateKey(other, ['model', 'style'])).to.not.equal(candidateKey(one, ['model', 'style']))
    expect(blockKey(other, ['model'])).to.not.equal(blockKey(one, ['model']))
    expect(candidateKey(other, ['model'])).to.equal(candidateKey(one, ['model']))
  })

  it('never take prompts of unknown text for the same question', () => {
    const [a, b] = ['run-a', 'run-b'].map((run) => ({...one, unknown_style_of: run}))
    expect(blockKey(a!, ['model'])).to.not.equal(blockKey(b!, ['model']))
    expect(blockKey(a!, ['model', 'style'])).to.equal(blockKey(b!, ['model', 'style']))
  })
})
