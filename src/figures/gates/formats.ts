import {markdownTable, markdownText} from '../../text/markdown.js'
import {escapeXml} from '../../text/xml.js'
import type {GateReport} from './evaluate-gates.js'
import type {GateResult} from './gate.js'
import {versionsText} from './gates.js'

/** For a job summary: how the gates stand, those that are not met first. */
export function gatesMarkdown({met, results, versions}: GateReport): string {
  const unmet = results.filter((result) => !result.met)
  const heading = met ? 'All gates are met' : `${unmet.length} of ${results.length} gates are not met`
  const sorted = [...unmet, ...results.filter((result) => result.met)]
  return [
    `### ${heading}`,
    markdownTable(
      [{header: ''}, {header: 'gate'}, {header: 'group'}, {header: 'what was found'}],
      sorted.map((result) => [
        result.met ? 'met' : 'not met',
        result.gate,
        result.group ?? '',
        result.sentence,
      ]),
    ),
    ...(versions.length > 0 ? [markdownText(`The gates speak of ${versionsText(versions)}.`)] : []),
  ].join('\n\n')
}

/** For CI: a test case for each gate and group, in the form that JUnit writes. */
export function gatesJunit({results, versions}: GateReport, command: string): string {
  const failures = results.filter(({met}) => !met).length
  const counts = `tests="${results.length}" failures="${failures}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bench" ${counts}>`,
    `  <testsuite name="bench ${escapeXml(command)}" ${counts} errors="0" skipped="0">`,
    ...propertiesOf(versions),
    ...results.flatMap(testCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}

function propertiesOf(versions: readonly string[]): string[] {
  if (versions.length === 0) return []
  const properties = versions.map(
    (version) => `      <property name="version" value="${escapeXml(version)}"/>`,
  )
  return ['    <properties>', ...properties, '    </properties>']
}

function testCase({gate, group, met, sentence}: GateResult): string[] {
  const head = `    <testcase classname="${escapeXml(gate)}" name="${escapeXml(`${gate}: ${group ?? 'all'}`)}"`
  const says = escapeXml(sentence)
  return met
    ? [`${head}>`, `      <system-out>${says}</system-out>`, '    </testcase>']
    : [`${head}>`, `      <failure message="${says}">${says}</failure>`, '    </testcase>']
}
