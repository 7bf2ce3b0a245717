import {expect} from 'chai'
import {parserSentence} from '../../src/errors/parser-messages.js'

const HINT = '\nSee more help with --help'

describe('what is wrong with a command line', () => {
  for (const [said, sentence] of [
    [`Flag --model expects a value${HINT}`, '--model needs a value.'],
    [
      'Parsing --limit \n\tExpected an integer greater than or equal to 1 but received: 0',
      '--limit takes an integer greater than or equal to 1, not "0".',
    ],
    ['Parsing --port \n\tExpected an integer but received: x', '--port takes an integer, not "x".'],
    [
      `Expected --by=nonsense to be one of: model, style${HINT}`,
      '--by takes one of model, style; not "nonsense".',
    ],
    [`Expected nothing to be one of: results, ratings${HINT}`, '"nothing" is none of results, ratings.'],
    [
      `The following errors occurred:\n  --import=x cannot also be provided when using --score\n  All of the following must be provided when using --note: --score${HINT}`,
      '--import and --score exclude each other. --note needs --score.',
    ],
    [
      `Missing 2 required args:\nfrom  the old name\nto${HINT}`,
      'FROM is missing (the old name). TO is missing.',
    ],
    ['Something new', 'Something new.'],
  ] as const)
    it(`is said in a sentence: ${sentence}`, () =>
      expect(parserSentence(said)).to.equal(`${sentence} Nothing was started or written.`))
})
