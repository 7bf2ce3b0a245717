import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {rubricDefinition, rubricVersion} from '../../../src/records/definitions.js'
import {findSuite} from '../../../src/suite/files/find.js'
import {loadBuiltInSuite, withHashes} from '../../../src/suite/files/load.js'
import {contentHash} from '../../../src/suite/model/hash.js'
import {rubricOf, SCORES} from '../../../src/suite/model/rubric.js'
import {isAsIn} from '../../../src/versions/current.js'
import {definitionTexts} from '../../../src/versions/definition-texts.js'
import {tempFolder} from '../../support/processes.js'
import {tinySuite} from '../../support/tiny-suite.js'

describe('the rubric of a suite', () => {
  it('is no part of the hash, so that an interrupted run of an older version is resumed', async () => {
    const {suite, hash} = await loadBuiltInSuite()
    const {rating, ...asked} = suite
    expect(hash).to.equal(contentHash(asked))
    expect(withHashes({...suite, rating: {...rating!, question: 'Another?'}}).hash).to.equal(hash)
    expect(withHashes({...suite, title: 'Another'}).hash).not.to.equal(hash)
  })

  it('is a definition of its own kind, whose version changes with any word', async () => {
    const {suite} = await loadBuiltInSuite()
    const definition = rubricDefinition(suite)!
    expect(definition).to.include({kind: 'rubric', name: 'chips', id: rubricVersion(suite)})
    expect(JSON.parse(definition.definition)).to.deep.equal(rubricOf(suite))
    const other = {...suite, rating: {...suite.rating!, guidelines: 'Be kind.'}}
    expect(rubricVersion(other)).not.to.equal(definition.id)
    expect([isAsIn(definition, suite), isAsIn(definition, other)]).to.deep.equal([true, false])
  })

  it('may be missing', () => {
    expect(rubricOf(tinySuite)).to.equal(undefined)
    expect(rubricVersion(tinySuite)).to.equal(undefined)
  })

  it('of the built-in suite has an anchor a score, examples of several scores with reasons, and six tags', async () => {
    const {suite} = await loadBuiltInSuite()
    const {anchors, examples, tags} = rubricOf(suite)!
    expect(new Set(SCORES.map((score) => anchors[score])).size).to.equal(5)
    expect(examples).to.have.length(3)
    expect(new Set(examples.map(({score}) => score)).size).to.equal(3)
    expect(tags).to.have.length(6)
    // Nobody may copy an example into an answer, or recognise one in it.
    const roles = suite.personas.map(({desired_role}) => desired_role)
    for (const {desired_role} of examples) expect(roles).not.to.include(desired_role)
  })

  it('is shown part by part', async () => {
    const {suite} = await loadBuiltInSuite()
    const texts = definitionTexts(rubricDefinition(suite)!)
    expect(texts.map(({title}) => title)).to.deep.equal([
      'question',
      'guidelines',
      'anchors',
      'example 1',
      'example 2',
      'example 3',
      'tags',
    ])
    expect(texts.at(-1)!.text).to.contain('g generic')
    expect(texts[2]!.text.split('\n')[4]).to.equal('5 ship it')
  })

  it('takes its guidelines from a file beside the suite, if that is said', async () => {
    const folder = await tempFolder()
    try {
      await writeFile(folder.file('guide.md'), 'Look at the chips.\n')
      await writeFile(
        folder.file('suite.yaml'),
        'extends: chips\nid: mine\nrating: {guidelines: {file: guide.md}, anchors: {1: bad}}\n',
      )
      const {suite} = await findSuite('./suite.yaml', {folder: folder.path})
      const rubric = rubricOf(suite)!
      expect(rubric.guidelines).to.equal('Look at the chips.\n')
      expect(rubric.anchors).to.include({1: 'bad', 5: 'ship it'})
      expect(rubric.tags).to.have.length(6)
    } finally {
      await folder.remove()
    }
  })
})
