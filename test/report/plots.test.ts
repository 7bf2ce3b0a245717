import {expect} from 'chai'
import {placesOf, shortened} from '../../src/text/html.js'
import {placeLabels} from '../../src/report/labels.js'
import {bestForAtMost, paretoPlot} from '../../src/report/pareto-plot.js'
import {linearScale, logScale} from '../../src/report/scale.js'
import {scoreBars} from '../../src/report/score-bars.js'
import {whiskerPlot} from '../../src/report/whisker-plot.js'

const AREA = {left: 0, right: 800, top: 0, bottom: 540}

describe('labels of a plot', () => {
  it('stand right of the dot, or left of it at the edge', () => {
    expect(placeLabels([{x: 100, y: 50, width: 80}], [], AREA)).to.deep.equal([{left: 110, y: 50}])
    expect(placeLabels([{x: 780, y: 50, width: 80}], [], AREA)).to.deep.equal([{left: 690, y: 50}])
  })

  it('cover neither each other nor a dot, and stay inside, with 30 dots in one spot', () => {
    const dots = Array.from({length: 30}, (_, at) => ({x: 400 + (at % 5), y: 270 + (at % 3), width: 150}))
    const places = placeLabels(dots, [], AREA)
    places.forEach((one, at) => {
      expect(one.left).to.be.within(0, 650)
      expect(one.y).to.be.within(8, 532)
      for (const other of places.slice(at + 1)) {
        expect(Math.abs(one.left - other.left) >= 150 || Math.abs(one.y - other.y) >= 16).to.equal(true)
      }
    })
  })

  it('keep off lines where there is room beside them', () => {
    const line = {left: 100, right: 300, top: 48, bottom: 52}
    const [place] = placeLabels([{x: 100, y: 50, width: 80}], [line], {...AREA, left: 90})
    expect(Math.abs(place!.y - 50)).to.be.within(8, 24)
  })

  it('are pushed inside when they are wider than either side', () => {
    const [place] = placeLabels([{x: 400, y: 50, width: 790}], [], AREA)
    expect(place!.left).to.be.within(0, 10)
  })
})

describe('the trade-off', () => {
  const dot = (name: string, x: number, rating: number) => ({
    name,
    x,
    rating,
    interval: null,
    isOnFront: true,
  })
  const plot = (xs: number[]) =>
    paretoPlot(
      'p',
      xs.map((x, at) => dot(`m${at}`, x, 3)),
      {axis: 'x', tick: String},
    ).text

  it('joins the best rating for at most so much, which never falls', () => {
    // c is on the front because it is fast; the line knows price alone.
    const dots = [dot('a', 3, 4), dot('b', 1, 2), dot('c', 2, 1.5), dot('d', 3, 3.9), dot('e', 0, 1)]
    expect(bestForAtMost(dots).map(({name}) => name)).to.deep.equal(['e', 'b', 'a'])
    expect(bestForAtMost([])).to.deep.equal([])
  })

  it('marks what is free at the left of a logarithmic axis alone', () => {
    expect(plot([0, 0.001, 1])).to.contain('class="zero"')
    expect(plot([0.001, 0.01, 1])).not.to.contain('class="zero"')
    expect(plot([0, 1, 2])).not.to.contain('class="zero"')
    expect(plot([0, 0])).not.to.match(/NaN|Infinity/)
  })

  it('puts equal ratios equally far apart, from 20 times on', () => {
    const centres = (xs: number[]) => [...plot(xs).matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x))
    const [a, b, c] = centres([0.01, 0.1, 1]) as [number, number, number]
    expect(c - b).to.be.closeTo(b - a, 0.2)
    const [d, e, f] = centres([1, 2, 20]) as [number, number, number]
    expect(f - e).to.be.closeTo(18 * (e - d), 2)
  })

  it('has room for many dots, and a name in full in its title', () => {
    const long = `lab/${'x'.repeat(500)}`
    const {text} = paretoPlot(
      'p',
      Array.from({length: 30}, (_, at) => dot(long, at + 1, 3)),
      {axis: 'x', tick: String},
    )
    expect(Number(/viewBox="0 0 900 (\d+)"/.exec(text)![1])).to.be.above(540)
    expect(text).to.contain(`<title>${long}: 3.00</title>`).and.contain('xxx…')
  })
})

describe('what a plot says', () => {
  const words = (text: string) => /<ul class="unseen" aria-label="([^"]*)">(.*)<\/ul>/s.exec(text)!.slice(1)

  it('is heard with its values, the cheapest first', () => {
    const dot = (name: string, x: number, rating: number, isOnFront: boolean) => ({
      name,
      x,
      rating,
      interval: null,
      isOnFront,
    })
    const {text} = paretoPlot(
      'Rating against price',
      [dot('dear <b>', 2, 4.5, true), dot('cheap', 1, 3, false)],
      {axis: 'x', tick: (value) => `$${value}`},
    )
    expect(words(text)).to.deep.equal([
      'Rating against price, in words',
      '<li>cheap: 3.00 at $1</li><li>dear &lt;b&gt;: 4.50 at $2, on the front</li>',
    ])
  })

  it('is heard under its headings', () => {
    const scale = linearScale({low: -1, high: 1}, {low: 0, high: 100}, [])
    const line = (name: string, value: number, heading?: string) => ({
      name,
      value,
      interval: null,
      text: String(value),
      heading,
    })
    const {text} = whiskerPlot('Effects', [line('a', 0.5, 'model'), line('b', -0.5)], scale, {
      tick: String,
      zero: 0,
    })
    expect(words(text)).to.deep.equal(['Effects, in words', '<li>model</li><li>a: 0.5</li><li>b: -0.5</li>'])
  })
})

describe('what is small in the report', () => {
  it('bars are as high as scores are frequent, and say so in words', () => {
    const {text} = scoreBars([0, 1, 4, 2, 0])
    const heights = [...text.matchAll(/ height="([\d.]+)"\/>/g)].map(([, height]) => Number(height))
    expect(heights).to.deep.equal([1, 4.5, 18, 9, 1])
    expect(text).to.contain('aria-label="Scores: 1: 0, 2: 1, 3: 4, 4: 2, 5: 0"')
    expect(scoreBars([0, 0, 0, 0, 0]).text).to.equal('–')
  })

  it('a logarithmic axis never has more than ten ticks', () => {
    for (const high of [1e-4, 1, 1e5, 1e12]) {
      expect(logScale({low: 1e-6, high}, {low: 0, high: 100}).ticks).to.have.length.within(2, 10)
    }
  })

  it('wide letters take two places, and heaps of marks are cleared away', () => {
    expect(placesOf('株a')).to.equal(3)
    expect(shortened('株式会社', 5)).to.equal('株式…')
    expect(shortened(`a${'\u0301'.repeat(200)}b`, 10)).to.have.length.below(10)
  })
})
