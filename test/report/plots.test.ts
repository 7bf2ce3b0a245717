import {expect} from 'chai'
import {cutInMiddle, placesOf, shortened} from '../../src/text/html.js'
import {placeLabels} from '../../src/report/labels.js'
import {bestForAtMost, paretoPlot} from '../../src/report/pareto-plot.js'
import {logScale} from '../../src/report/scale.js'
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
    const centres = (xs: number[]) =>
      [
        ...plot(xs)
          .split('class="narrow"')[0]!
          .matchAll(/cx="([\d.]+)"/g),
      ].map(([, x]) => Number(x))
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
    expect(text).to.contain(`<title>${long}: 3.00</title>`).and.contain('>lab/xxxxxxxxxx…xxxxxxxxxxxxx<')
  })

  it('has numbers for names where there is no room, and a list that says whose they are', () => {
    const {text} = paretoPlot('p', [dot('dear', 2, 4), dot('cheap', 1, 3)], {axis: 'x', tick: String})
    const narrow = /<svg class="narrow"[^]*?<\/svg>/.exec(text)![0]
    expect(narrow)
      .to.match(/cheap: 3.00<\/title>1</)
      .and.match(/dear: 4.00<\/title>2</)
    expect(/<ol class="key"[^]*<\/ol>/.exec(text)![0].match(/<bdi>\w+/g)).to.deep.equal([
      '<bdi>cheap',
      '<bdi>dear',
    ])
  })
})

describe('what a plot says', () => {
  const words = (text: string) => /<ol class="key" aria-label="([^"]*)">(.*)<\/ol>/s.exec(text)!.slice(1)

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
      '<li><bdi>cheap</bdi>: 3.00 at $1</li><li><bdi>dear &lt;b&gt;</bdi>: 4.50 at $2, on the front</li>',
    ])
  })

  const line = (name: string, value: number, more: object = {}) => ({
    name,
    value,
    interval: null,
    text: String(value),
    ...more,
  })
  const axis = {low: 1, high: 5, ticks: [1, 3, 5], tick: String}

  it('is text under its headings, a line each', () => {
    const {text} = whiskerPlot('Effects', [line('a', 3.5, {heading: 'model'}), line('b', 2)], axis)
    const lines = text.replace(/<svg[^]*?<\/svg>/g, '').match(/<li[^]*?<\/li>/g)!
    expect(
      lines.map((one) =>
        one
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    ).to.deep.equal(['model', 'a 3.5', 'b 2'])
    expect(text).to.contain('<ul aria-label="Effects">')
  })

  it('places values and ends in percent of the width, inside both edges', () => {
    const {text} = whiskerPlot('x', [line('a', 3, {interval: {low: 1, high: 5}}), line('b', 9)], axis)
    expect(text)
      .to.contain('class="whisker" x1="3%" x2="97%"')
      .and.contain('cx="50%"')
      .and.contain('cx="97%"')
  })

  it('cuts a long name in the middle, and keeps the whole of it for focus and screen readers', () => {
    const long = `lab/${'x'.repeat(60)}~effort=low`
    const {text} = whiskerPlot('x', [line(long, 3), line(long, 3, {href: '/r'})], axis)
    expect(text).to.contain(
      `<span class="cut long" tabindex="0" title="${long}"><bdi class="short" aria-hidden="true">lab/${'x'.repeat(16)}…${'x'.repeat(8)}~effort=low</bdi><bdi class="whole">${long}</bdi></span>`,
    )
    expect(text).to.contain(`<a class="cut long" href="/r" title="${long}">`)
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

  it('a name is cut in its middle, in places', () => {
    expect(cutInMiddle('short', 5)).to.equal('short')
    expect(cutInMiddle('abcdefghij', 6)).to.equal('abc…ij')
    expect(cutInMiddle('株式会社株式会社', 9)).to.equal('株式…会社')
    expect(cutInMiddle('', 5)).to.equal('')
  })

  it('wide letters take two places, and heaps of marks are cleared away', () => {
    expect(placesOf('株a')).to.equal(3)
    expect(shortened('株式会社', 5)).to.equal('株式…')
    expect(shortened(`a${'\u0301'.repeat(200)}b`, 10)).to.have.length.below(10)
  })
})
