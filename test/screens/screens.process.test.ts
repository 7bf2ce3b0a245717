import {expect} from 'chai'
import stringWidth from 'string-width'
import {expectedNames, expectedScreen} from './expected.js'
import {screenNames, takeScreens, type Screens} from './take.js'

describe('screens of one stored database', () => {
  let screens: Screens
  before(async function () {
    this.timeout(900_000)
    screens = await takeScreens()
  })

  for (const name of screenNames())
    it(`${name} is as it was, or was changed on purpose: npm run build && npm run snapshot:screens`, async () => {
      expect(screens.get(name)).to.equal(await expectedScreen(name))
    })

  it('fit 80 columns', () => {
    const wide = [...screens]
      .filter(([name]) => name.endsWith('.terminal'))
      .flatMap(([name, text]) => text.split('\n').map((line) => `${name}: ${line}`.slice(0, 200)))
      .filter((line) => stringWidth(line.replace(/^[^:]*: /, '')) > 80)
    expect(wide).to.deep.equal([])
  })

  it('are all that is kept', async () => {
    expect([...screens.keys()]).to.have.members(screenNames())
    if (!process.env['SCREENS']) expect(await expectedNames()).to.have.members(screenNames())
  })
})
