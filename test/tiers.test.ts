import {expect} from 'chai'
import {execFile, spawn, spawnSync} from 'node:child_process'

describe('a file of unit tests', () => {
  it('cannot start a process: its name would be wrong', () => {
    for (const start of [spawn, spawnSync, execFile])
      expect(() => start(process.execPath, ['--version'])).to.throw('x.process.test.ts')
  })
})
