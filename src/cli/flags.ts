import {Flags} from '@oclif/core'
import {FACTORS, NESTED_SETTINGS, type Factor, type FactorFlag} from '../suite/model/factors.js'

/** A flag that chooses levels of a factor; the flag may be repeated. */
function levelFlag({flag: {char, about, value}, levels}: Factor) {
  return Flags.string({
    ...(char && {char}),
    multiple: true,
    multipleNonGreedy: true,
    description: about ?? levels?.join(', '),
    ...(value !== undefined && {helpValue: value}),
  })
}

/** The factors of a case as filters or choices. */
export const factorFlags = Object.fromEntries(
  (['model', 'persona_id', ...NESTED_SETTINGS] as const)
    .map((column): Factor => FACTORS[column])
    .map((factor) => [factor.flag.name, levelFlag(factor)]),
) as Record<FactorFlag, ReturnType<typeof levelFlag>>

/** The same without the system, for commands whose `--model` names another thing. */
export const configurationFlags = Object.fromEntries(
  Object.entries(factorFlags).filter(([name]) => name !== FACTORS.model.flag.name),
) as Omit<typeof factorFlags, 'model'>

/** Flags that choose results by run and time. */
export const scopeFlags = {
  run: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'run id, or the beginning of one; several: all of them',
    helpValue: 'ID',
  }),
  'not-run': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'leave out this run',
    helpValue: 'ID',
  }),
  since: Flags.string({description: 'made on this day or later, in UTC', helpValue: 'DAY'}),
  until: Flags.string({description: 'made on this day or earlier', helpValue: 'DAY'}),
}

/** For figures, which leave out older versions of prompts, personas and systems unless they are asked for. */
export const versionFlags = {
  'all-versions': Flags.boolean({
    description: 'older versions too, each a level of its own (guided@3f2a)',
  }),
}

/** Systems and styles that are not to be there. */
export const leaveOutFlag = {
  'leave-out': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'without this system or style',
    helpValue: 'NAME',
  }),
}

/** For figures and exports. */
export const blindOnlyFlag = {
  'blind-only': Flags.boolean({
    description: 'leave out ratings that are not known to be blind: rater saw the system, scripts, imports',
  }),
}

/** The parsed values of these flags. */
export type FactorFlags = Partial<Record<FactorFlag, string[] | undefined>>

/** The suite to use. */
export const suiteFlag = Flags.string({
  description:
    "suite: an id, or a file of your own (see `bench suite`) [default: the config file's, else chips]",
  helpValue: 'ID|FILE',
})

/** Flags to record exchanges in files, or to answer from such files. */
export const recordingFlags = {
  record: Flags.string({
    description: 'keep every exchange in this folder',
    helpValue: 'DIR',
    exclusive: ['replay'],
  }),
  replay: Flags.string({
    description: 'answer from a recording: no network, no key, the same chips, costs and latencies',
    helpValue: 'DIR',
    exclusive: ['record'],
  }),
}

/** Agrees to what a suite of other people asks for. */
export const yesFlag = Flags.boolean({
  char: 'y',
  description: 'agree that keys go where a suite of a plugin or of another folder says',
})

/** How a table is printed. */
export const formatFlag = Flags.option({
  options: ['table', 'csv', 'markdown', 'json', 'junit'] as const,
  description: 'how it is printed; junit: the gates alone, for CI',
  default: 'table' as const,
})()

/** How a comparison is printed; `--json` is its document for programs. */
export const documentFormatFlag = Flags.option({
  options: ['table', 'markdown'] as const,
  description: 'how it is printed',
  default: 'table' as const,
})()

/** The same, with gates. */
export const gatedFormatFlag = Flags.option({
  options: ['table', 'markdown', 'junit'] as const,
  description: 'how it is printed; junit: the gates alone, for CI',
  default: 'table' as const,
})()

/** Resampling is seeded: the same data and seed give the same figures on every machine. */
export const seedFlag = Flags.integer({description: 'seed of all resampling', default: 1})

/** Of commands that no longer draw anything: old scripts go on working. */
export const unusedSeedFlag = Flags.integer({
  description: 'accepted and without effect: nothing is drawn at random here',
  hidden: true,
})

/** A part of a run, for several machines. */
export const shardFlags = {
  shard: Flags.string({
    description: 'do only this part of the run, e.g. 2/4; other machines do the others',
    helpValue: 'I/N',
  }),
}
