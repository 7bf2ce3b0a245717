/** The look of the report: system fonts, light and dark, fit for print. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6675; --line: #d8dee6; --paper: #fff; --accent: #0b63c5; --band: #f4f6f9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --dim: #9aa6b5; --line: #343d4a; --paper: #151a21; --accent: #6cb2ff; --band: #1d242e } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line) }
p { max-width: 46rem; overflow-wrap: anywhere }
.dim, caption, .tick, footer { color: var(--dim) }
.verdict { background: var(--band); border-left: 4px solid var(--accent); padding: .8rem 1rem; font-size: 1.1rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .75rem 0 }
caption { text-align: left; padding-bottom: .35rem }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; vertical-align: top }
td .long { display: inline-block; white-space: normal; overflow-wrap: anywhere; min-width: 9rem; max-width: 22rem }
th[scope=row] { font-weight: 600; white-space: normal; overflow-wrap: anywhere; min-width: 9rem; max-width: 22rem }
.n { text-align: right }
.cut .whole { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.cut:focus .short, .cut:hover .short { display: none }
.cut:focus .whole, .cut:hover .whole { position: static; width: auto; height: auto; clip-path: none; white-space: normal; overflow-wrap: anywhere }
.whiskers { margin: .75rem 0 }
.whiskers ul { list-style: none; margin: 0; padding: 0 }
.whiskers li, .axis { display: grid; grid-template-columns: minmax(7rem, 17rem) minmax(8rem, 1fr) 10.5rem; gap: 0 .9rem; align-items: center }
.whiskers .name { text-align: right; overflow-wrap: anywhere; font-size: .9rem }
.whiskers li.heading { display: block; font-weight: 600; margin-top: .6rem }
.whiskers svg.bar { grid-column: 2; height: 26px; margin: 0; overflow: visible } .axis svg.bar { height: 20px }
.whiskers .value { color: var(--dim); font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap }
.pareto .narrow { display: none; max-width: 30rem }
.key { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%) }
svg { width: 100%; height: auto; display: block; margin: .5rem 0 }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; unicode-bidi: plaintext }
svg .tick { fill: var(--dim); font-size: 12px }
svg .heading { font-weight: 600 }
svg .value { font-size: 12px; fill: var(--dim) }
.grid { stroke: var(--line) } .zero { stroke: var(--dim); stroke-dasharray: 4 3 }
.whisker { stroke: var(--accent); stroke-width: 3; stroke-linecap: round; opacity: .55 } .thin { stroke-width: 2 }
.dot { fill: var(--accent); stroke: var(--accent); stroke-width: 2 } .open { fill: var(--paper) }
.front { fill: none; stroke: var(--accent); stroke-dasharray: 2 4; stroke-width: 1.5 }
svg .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
.leader { fill: none; stroke: var(--dim); opacity: .6 }
svg.bars { display: inline-block; width: auto; height: 18px; margin: 0 } .bars rect { fill: var(--accent) }
@media (max-width: 56rem) {
  .pareto .wide { display: none } .pareto .narrow { display: block }
  .key { position: static; width: auto; height: auto; clip-path: none; margin: .5rem 0; padding-left: 2.2rem; font-size: .9rem; overflow-wrap: anywhere }
}
@media (max-width: 44rem) {
  .whiskers li { grid-template-columns: minmax(0, 1fr) auto; padding-top: .3rem }
  .whiskers .name { text-align: left } .whiskers li .bar { grid-column: 1 / -1; grid-row: 2 } .axis { display: block }
}
@media print { main { max-width: none; padding: 0 } .scroll { overflow: visible } .whisker { opacity: 1; stroke: #555 } a { color: inherit; text-decoration: none } table { font-size: .6rem } th, td { padding-right: .3rem; white-space: normal } td.n { white-space: nowrap } th[scope=row] { min-width: 6rem } th:not([scope=row]) { overflow-wrap: anywhere; hyphens: auto; vertical-align: bottom } h2 { break-after: avoid } svg, tr, li { break-inside: avoid } }
`
