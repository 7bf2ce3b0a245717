import {PAGE_STYLE} from './style.js'

/** The look of the pages to read: that of all pages, and of what the rating page does not have. */
export const READING_STYLE = `${PAGE_STYLE}
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.places ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; list-style: none; margin: 0; padding: 0 } .places a { display: inline-block; padding: .6rem 0; text-decoration: none } .places a:hover { text-decoration: underline }
.places a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: inset 0 -2px var(--accent) }
.filters { border: 1px solid var(--line); border-radius: 6px; padding: 0 .8rem; margin: .6rem 0 1rem }
.filters summary .label { font-weight: 600 } .filters .chosen { color: var(--dim); overflow-wrap: anywhere }
.filters .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .6rem 1.2rem; align-items: start }
.filters label { font-weight: 400; font-size: .9rem; margin-top: .3rem }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 0; padding: .2rem 0 .4rem; min-width: 0 } legend { font-weight: 600; padding: 0 .5rem 0 0 } fieldset p { margin: .2rem 0 }
.choices { max-height: 15rem; overflow-y: auto } .choices label { display: flex; gap: .5rem; align-items: center; min-height: 32px; margin: 0; overflow-wrap: anywhere } .choices bdi { min-width: 0 }
input[type=checkbox] { width: 1.15rem; height: 1.15rem; min-height: 0; flex: none; margin: 0; accent-color: var(--press) }
.line { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: end; margin: .6rem 0 1rem } .line p { margin: 0; min-width: 0; flex: 0 1 15rem } .line label { margin-top: 0 }
.problems { padding: .1rem .8rem; border-left: 4px solid var(--bad); background: var(--band) } .caution { border-left: 4px solid var(--warn); padding: .2rem .8rem; background: var(--band) }
.verdict.decided { border-color: var(--good) } .verdict.undecided { border-color: var(--warn) } .verdict code { font-size: .9em }
code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere } pre { white-space: pre-wrap; background: var(--band); padding: .7rem .9rem; font-size: .85rem; line-height: 1.45; max-height: 32rem; overflow: auto }
.diff ins { color: var(--good); text-decoration: none } .diff del { color: var(--bad); text-decoration: none }
.missing code { display: inline-block; margin-top: .3rem } .decision > .actions { margin: .6rem 0 }
.button.quiet { background: transparent; color: var(--ink); border-color: var(--line) }
.state { font-weight: 600 } .state.ship, .state.leader { color: var(--good) } .state.out { color: var(--dim); font-weight: 400 } .state.open { color: var(--warn) }
.tag { background: var(--band); border: 1px solid var(--line); border-radius: 9px; padding: 0 .5rem; font-size: .82rem }
.list li.bad, .failures { border-left: 4px solid var(--bad); padding-left: .7rem } .list li.bad .score { color: var(--bad) } .failures h2 { border: 0; margin: .5rem 0; padding: 0; color: var(--bad) } .failures li { overflow-wrap: anywhere }
.side-by-side { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1.2rem } .side-by-side section { border-top: 3px solid var(--line); min-width: 0 } .side-by-side .here { border-color: var(--accent) }
.side-by-side h2 { border: 0; margin: .3rem 0 0; padding: 0; font-size: 1rem; overflow-wrap: anywhere } .side-by-side ul { list-style: none; margin: 0; padding: 0 } .side-by-side p { margin: .1rem 0 .4rem }
.chips h3, .side-by-side h3 { font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; margin: .6rem 0 .3rem; color: var(--dim) } .side-by-side .count { color: var(--dim) }
.chip { overflow-wrap: anywhere } .chip.unique { font-weight: 600 } .chip.common { color: var(--dim); font-size: .85rem }
.call { border-top: 1px solid var(--line); margin-top: .8rem } .call h3 { margin: .6rem 0 0; font-size: 1rem; overflow-wrap: anywhere } .call h4 { margin: .6rem 0 0 } .call p { margin: .2rem 0 }
.pager { margin: 1rem 0 } .pager a, .downloads a, .actions > a:not(.button) { padding: .5rem 0 } .downloads, .versions { font-size: .9rem; overflow-wrap: anywhere }
td a, th a { display: inline-block; min-width: 24px; min-height: 24px }
`
