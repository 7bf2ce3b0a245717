import {expect} from 'chai'
import {readFile} from 'node:fs/promises'

interface Described {
  description?: string
  operationId?: string
  tags?: string[]
  parameters?: {name: string; in: string; description?: string}[]
  responses: Record<string, {description?: string}>
  security?: unknown[]
}

interface Document {
  openapi: string
  info: {license: {name: string; url?: string}; contact?: {url?: string}; description?: string}
  servers?: {url: string}[]
  tags?: {name: string; description?: string}[]
  security?: unknown[]
  paths: Record<string, Record<string, Described>>
}

/**
 * The rules of redocly's and spectral's recommended sets that the document has broken before, and those that
 * a new route breaks most easily. Both tools are ten times the size of bench, so they are no dependency;
 * CONTRIBUTING.md says how to run them.
 */
describe('openapi.json, as linters want it', () => {
  let document: Document
  let operations: [string, Described][]
  before(async () => {
    const file = new URL('../../../docs/reference/openapi.json', import.meta.url)
    document = JSON.parse(await readFile(file, 'utf8')) as Document
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Described] => [
        `${method} ${path}`,
        operation,
      ]),
    )
  })

  it('names servers, a contact and where the licence is', () => {
    expect(document.servers).to.be.an('array').that.is.not.empty
    expect(document.info.contact?.url).to.match(/^https:/)
    expect(document.info.license.url).to.match(/^https:/)
    expect(document.info.description).to.be.a('string').that.is.not.empty
    expect(document.security ?? []).to.not.be.empty
  })

  it('describes every operation, and every tag that is used', () => {
    const known = (document.tags ?? []).filter(({description}) => description).map(({name}) => name)
    expect(operations).to.have.length.of.at.least(10)
    for (const [name, {description, tags = [], responses}] of operations) {
      expect(description, name).to.be.a('string').that.is.not.empty
      expect(tags, name).to.have.length(1)
      expect(known, name).to.include(tags[0])
      const statuses = Object.keys(responses)
      expect(
        statuses.some((status) => status.startsWith('2')),
        name,
      ).to.equal(true)
      expect(
        statuses.some((status) => status.startsWith('4')),
        name,
      ).to.equal(true)
      for (const response of Object.values(responses)) expect(response.description, name).to.be.a('string')
    }

    const ids = operations.map(([, {operationId}]) => operationId)
    expect(new Set(ids).size).to.equal(ids.length)
  })

  it('declares every part of a path', () => {
    for (const [name, {parameters = []}] of operations) {
      const wanted = [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part)
      expect(
        parameters.filter((one) => one.in === 'path').map((one) => one.name),
        name,
      ).to.have.members(wanted)
    }
  })

  it('says what is in every list', () => {
    const bare: string[] = []
    const look = (part: unknown, place: string) => {
      if (typeof part !== 'object' || part === null) return
      const {type, items} = part as {type?: unknown; items?: unknown}
      if ((type === 'array' || (Array.isArray(type) && type.includes('array'))) && items === undefined)
        bare.push(place)
      for (const [key, value] of Object.entries(part)) look(value, `${place}.${key}`)
    }
    look(document, '')
    expect(bare).to.deep.equal([])
  })
})
