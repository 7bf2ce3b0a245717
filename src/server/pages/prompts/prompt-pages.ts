import {DEFINITION_KINDS, factorOfKind, type DefinitionKind} from '../../../records/version.js'
import {reportTable} from '../../../report/report-table.js'
import {html, type Html} from '../../../text/html.js'
import {counted} from '../../../text/numbers.js'
import type {DefinitionText} from '../../../versions/definition-texts.js'
import type {PromptVersion} from '../../../versions/prompts.js'
import {link} from '../address.js'
import {problemList, select} from '../filters.js'

const TITLES: Record<DefinitionKind, string> = {
  style: 'Styles',
  persona: 'Personas',
  system: 'Systems',
  rubric: 'Rubrics',
  judge: 'Judges',
}

const placeOf = ({version, name}: Pick<PromptVersion, 'version' | 'name'>) =>
  link(`/app/prompts/${encodeURIComponent(version)}`, [['name', name]])

/** All versions of what was asked, with their use, and a form that compares two of them. */
export function promptsBody(versions: readonly PromptVersion[]): Html {
  if (versions.length === 0)
    return html`<h1>Prompts</h1><p>Nothing has a version here yet: <code>bench run</code> keeps what it asks.</p>`
  return html`<h1>Prompts</h1>
<p>What was asked, in every version that this database knows. <b>now</b>: as the suite of this server stands today.</p>
${diffForm(versions)}
${DEFINITION_KINDS.map((kind) =>
  kindPart(
    kind,
    versions.filter((version) => version.kind === kind),
  ),
)}`
}

function kindPart(kind: DefinitionKind, versions: readonly PromptVersion[]): Html {
  if (versions.length === 0) return html``
  const isNumber = true
  return html`<h2>${TITLES[kind]}</h2>
${reportTable(`${TITLES[kind]} by name, the newest version first`, versions, [
  {header: kind, value: ({label}) => label, href: placeOf},
  {header: 'state', value: ({now, has_text}) => marks(now, has_text)},
  {header: 'first used', value: ({first_used}) => day(first_used)},
  {header: 'last used', value: ({last_used}) => day(last_used)},
  {header: 'runs', value: ({runs}) => String(runs), isNumber},
  {
    header: 'results',
    value: ({results}) => String(results),
    isNumber,
    href: (version) => (version.results > 0 ? resultsOf(version) : undefined),
  },
  {header: 'ratings', value: ({ratings}) => String(ratings), isNumber},
])}`
}

function marks(now: boolean, hasText: boolean): Html {
  return html`${now ? html`<span class="status completed">now</span>` : null}${hasText ? null : html`<span class="status">text not kept</span>`}`
}

/** The results that a version has. */
function resultsOf({kind, label}: PromptVersion): string | undefined {
  const factor = factorOfKind(kind)
  return factor === undefined ? undefined : link('/app/results', [[factor, label]])
}

/** Two versions of any name can be compared; the first two of a name are proposed. */
function diffForm(versions: readonly PromptVersion[]): Html {
  const withText = versions.filter(({has_text}) => has_text)
  if (withText.length < 2) return html``
  const newer = withText.find((version, at) => withText[at + 1]?.name === version.name)
  const older = newer && withText[withText.indexOf(newer) + 1]
  const options = withText.map(({version, label}) => [version, label] as const)
  return html`<form method="get" action="/app/prompts/diff" class="line" aria-label="Two versions to compare">${select(
    'a',
    'What differs between',
    options,
    older?.version ?? withText[0]?.version,
  )}${select('b', 'and', options, newer?.version ?? withText[1]?.version)}
<p class="actions"><button type="submit">Compare</button></p></form>`
}

export interface VersionView {
  version: PromptVersion
  texts: readonly DefinitionText[]
  /** Why there is no text. */
  lost: string | undefined
  /** Other versions of the name. */
  others: readonly PromptVersion[]
}

/** A version with its texts. */
export function versionBody({version, texts, lost, others}: VersionView): Html {
  const {kind, label, first_used, last_used, runs, results, ratings, now} = version
  const use =
    first_used === null
      ? 'no results'
      : `${day(first_used)} to ${day(last_used)} · ${counted(runs, 'run')}, ${counted(results, 'result')}, ${counted(ratings, 'rating')}`
  const resultsHere = resultsOf(version)
  return html`<h1>${kind} <bdi>${label}</bdi></h1>
<p class="dim">${use}${now ? ' · the suite of this server has it as it stands' : ''}</p>
<p class="actions"><a href="/app/prompts">All prompts</a>${results > 0 && resultsHere !== undefined ? html` <a href="${resultsHere}">Its results</a>` : null}${others.map(
    (other) =>
      html` <a href="${link('/app/prompts/diff', [
        ['a', other.version],
        ['b', version.version],
      ])}">What differs from <bdi>${other.label}</bdi></a>`,
  )}</p>
${lost === undefined ? null : html`<p class="notice bad">${lost}</p>`}
${texts.map(({title, text}) => html`<h2>${title}</h2><pre tabindex="0">${text}</pre>`)}`
}

/** What differs between two versions, a unified diff for each text. */
export function diffBody({
  a,
  b,
  differences,
  problems,
}: {
  a: string
  b: string
  differences: readonly {title: string; diff: string}[]
  problems: readonly string[]
}): Html {
  return html`<h1>What differs</h1>
<p><bdi>${a}</bdi> and <bdi>${b}</bdi> · <a href="/app/prompts">All prompts</a></p>
${problemList(problems)}
${problems.length === 0 && differences.length === 0 ? html`<p>Nothing differs.</p>` : null}
${differences.map(({title, diff}) => html`<h2>${title}</h2>${diffLines(diff)}`)}`
}

/** Lines that went are deletions, and lines that came are insertions, for a screen reader too. */
function diffLines(diff: string): Html {
  const lines = diff.split('\n').map((line, at) => {
    if (at < 2) return html`<b>${line}</b>\n`
    if (line.startsWith('+')) return html`<ins>${line}\n</ins>`
    if (line.startsWith('-')) return html`<del>${line}\n</del>`
    return html`${line}\n`
  })
  return html`<pre class="diff" tabindex="0">${lines}</pre>`
}

function day(moment: string | null): string {
  return moment === null ? '–' : moment.slice(0, 10)
}
