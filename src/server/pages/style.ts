import {STYLE} from '../../report/style.js'

/** The look of the pages: that of the report, with buttons. Targets are 44 pixels high or more. */
export const PAGE_STYLE = `${STYLE}
:root { --good: #1a7f37; --bad: #b42318; --warn: #8a5a00; --press: #0b63c5; --on-press: #fff }
@media (prefers-color-scheme: dark) { :root { --good: #57c978; --bad: #ff8b7e; --warn: #e3b04b; --press: #1d6ac0; --on-press: #fff } }
@media (prefers-reduced-motion: no-preference) { button, .button { transition: background-color .1s } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px }
main:focus { outline: none }
a { color: var(--accent) }
main { padding-top: 1rem }
.skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.skip:focus { display: block; padding: .6rem 1.25rem }
[hidden] { display: none !important }

.top { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; justify-content: space-between; max-width: 74rem; margin: 0 auto; padding: .25rem 1.25rem; border-bottom: 1px solid var(--line) }
.top ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0 }
.top a { display: inline-block; padding: .7rem 0; text-decoration: none; color: var(--ink) }
.top a:hover { text-decoration: underline }
.top a[aria-current] { color: var(--accent); font-weight: 600; box-shadow: inset 0 -3px var(--accent) }
.who { display: flex; align-items: center; gap: .5rem; margin: 0; min-width: 0 }
.who .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 12rem; color: var(--dim) }

button, .button { font: inherit; min-height: 44px; padding: .45rem 1rem; border: 1px solid var(--press); border-radius: 6px; background: var(--press); color: var(--on-press); cursor: pointer; display: inline-block; text-decoration: none }
button:hover, .button:hover { filter: brightness(1.1) }
button.quiet { background: transparent; color: var(--ink); border-color: var(--line) }
button[aria-pressed=true] { border-color: var(--accent); color: var(--accent); font-weight: 600 }
input, select, textarea { font: inherit; width: 100%; min-height: 44px; padding: .45rem .6rem; border: 1px solid var(--dim); border-radius: 6px; background: var(--paper); color: var(--ink) }
label { display: block; margin: .6rem 0 .2rem; font-weight: 600 }
label .dim { font-weight: 400 }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center }
.card { max-width: 26rem; margin: 10vh auto 0 }

.place { color: var(--dim); margin: 0; font-size: .9rem }
.notice { margin: .2rem 0; min-height: 1.5em; color: var(--accent) }
.notice.bad { color: var(--bad) }
#item h1 { font-size: 1.5rem; margin: .25rem 0 0 }
.asked { color: var(--dim); margin: 0 0 .5rem }
.persona { margin: 0 0 .75rem; max-width: 46rem }
summary { cursor: pointer; padding: .45rem 0; min-height: 44px; display: list-item; align-content: center }
.chips { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem 2rem }
.chips h2 { font-size: .85rem; letter-spacing: .06em; text-transform: uppercase; border: 0; margin: 0 0 .4rem; padding: 0; color: var(--dim) }
.chips .count { background: var(--band); border-radius: 9px; padding: .05rem .5rem; font-variant-numeric: tabular-nums }
.chips ul { list-style: none; margin: 0; padding: 0 }
.chips li { padding: .28rem .6rem; margin: 0 0 .25rem; background: var(--band); border-left: 3px solid var(--line); overflow-wrap: anywhere }
.chips code { color: var(--dim); font-size: .85em }
.remarks { color: var(--dim); overflow-wrap: anywhere }
:not(.detailed) > .chips .detail, #item:not(.detailed) .detail { display: none }
.detailed .chips .detail { display: inline }

.question { margin: .1rem 0 .2rem; font-weight: 600; max-width: 46rem }
.guidelines { white-space: pre-wrap; max-height: 60vh; overflow-y: auto }
.tags { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 }
.chips li.bad { border-left-color: var(--bad) } .chips li.bad bdi { text-decoration: line-through; text-decoration-color: var(--bad) }
.marking .chips li { cursor: pointer } .chips .label { min-height: 32px; min-width: 2.4rem; padding: .1rem .4rem; margin-right: .5rem }
.scores button.before { outline: 2px solid var(--ink); outline-offset: 1px }
#earlier .list { max-height: 55vh; overflow-y: auto } #earlier .list button { text-align: left; width: 100% }
.keys { position: sticky; bottom: 0; background: var(--paper); border-top: 1px solid var(--line); padding: .6rem 0 max(.6rem, env(safe-area-inset-bottom)); margin-top: 1.5rem }
.scores { display: grid; grid-template-columns: repeat(5, 1fr); gap: .4rem }
.scores button { padding: .35rem .2rem; line-height: 1.2 }
.scores b { font-size: 1.15rem }
.tools { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: .4rem }
.tools button { padding: .3rem .7rem; font-size: .9rem }
kbd { font: .8em/1.4 ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 .3em; color: var(--dim) }
.calibrating .tools:not(.examples) { display: none } .scores button.deserved { box-shadow: 0 0 0 3px var(--good) }
.ended .scores, .ended [data-key=s], .ended [data-key=n], .ended [data-key=f], .ended [data-key=d] { display: none }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem; width: min(32rem, calc(100vw - 2rem)) }
dialog::backdrop { background: rgb(0 0 0 / .45) }
dialog h2 { border: 0; margin: 0; padding: 0 }
dialog dl div, .facts div { display: flex; gap: .75rem; padding: .15rem 0 }
dialog dt { min-width: 1.6rem } dd { margin: 0; overflow-wrap: anywhere }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 0 1.5rem; margin: .75rem 0 1.25rem }
.facts dt { color: var(--dim); min-width: 7rem }
.list { list-style: none; margin: 1rem 0; padding: 0 }
.list li { display: flex; gap: .9rem; align-items: baseline; padding: .55rem 0; border-bottom: 1px solid var(--line) }
.list li > div { flex: 1; min-width: 0; overflow-wrap: anywhere }
.list .dim { display: block; font-size: .9rem }
.runs .dim { display: inline }
.score { font-size: 1.2rem; color: var(--accent) }
.ratings { list-style: none; padding: 0 } .ratings li { padding: .3rem 0 } .remark { margin: .1rem 0 .3rem 1rem; color: var(--dim); overflow-wrap: anywhere }
.status { border: 1px solid currentColor; border-radius: 9px; padding: 0 .55rem; font-size: .82rem; color: var(--dim); white-space: nowrap }
.status.running { color: var(--accent) } .status.completed { color: var(--good) } .status.failed, .status.interrupted { color: var(--bad) }
.progress { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; margin: .3rem 0 0; max-width: none; font-variant-numeric: tabular-nums }
progress { width: min(22rem, 100%); height: .7rem; accent-color: var(--accent) }

button:not(.quiet) kbd { color: inherit; border-color: currentColor }
@media (max-height: 30rem), (max-width: 40rem) {
  body:has(#rating) .top { flex-wrap: nowrap } body:has(#rating) .top nav { flex: 1 1 0; min-width: 0; overflow-x: auto }
  body:has(#rating) .top ul { flex-wrap: nowrap; white-space: nowrap } body:has(#rating) .who { flex: none } body:has(#rating) .who .name { display: none }
  body:has(#rating) .who button { white-space: nowrap; min-height: 36px; padding: .1rem .6rem }
}
@media (max-height: 30rem) {
  #rating .notice { min-height: 0 } #item h1 { font-size: 1.15rem } .top a { padding: .35rem 0 } .question { margin: 0 }
  #item .persona { margin: 0 } #item summary { min-height: 32px; padding: .1rem 0 } main { padding-top: .3rem }
  .keys { padding: .3rem 0; margin-top: .5rem } .scores button { min-height: 36px; padding: .1rem .2rem }
  .tools { flex-wrap: nowrap; overflow-x: auto } .tools button { flex: none; min-height: 32px; padding: .1rem .5rem }
}
@media (max-width: 40rem) {
  main { padding: .6rem .9rem 1rem } .top { padding: 0 .9rem } .top ul { gap: 0 .9rem } .who { margin-left: auto } .who .name { max-width: 7rem }
  h1 { font-size: 1.4rem } #item h1 { font-size: 1.25rem }
  .chips { gap: .7rem } .chips ul { display: flex; flex-wrap: wrap; gap: .3rem } .chips li { margin: 0 }
  .scores b { display: block } .scores span { font-size: .72rem } .scores button { padding: .3rem 0 }
  .tools { flex-wrap: nowrap; overflow-x: auto; padding-bottom: .2rem } .tools button { flex: none } kbd { display: none }
  dialog kbd { display: inline }
}
`
