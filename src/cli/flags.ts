import {Flags} from '@oclif/core'

/** The factors of a case as filters or choices; each may be given several times. */
export const factorFlags = {
  model: Flags.string({
    char: 'm',
    multiple: true,
    multipleNonGreedy: true,
    description: 'model id (see `bench models`)',
    helpValue: 'ID',
  }),
  persona: Flags.string({
    char: 'p',
    multiple: true,
    multipleNonGreedy: true,
    description: 'persona id (see `bench personas`)',
    helpValue: 'ID',
  }),
  style: Flags.string({multiple: true, multipleNonGreedy: true, description: 'prompt style: terse, guided'}),
  constraint: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'with_constraint, no_constraint',
  }),
  'input-type': Flags.string({multiple: true, multipleNonGreedy: true, description: 'basic, enriched'}),
  'chip-count': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'chips asked for: 15, 35',
  }),
}

/** The suite that is asked. */
export const suiteFlag = Flags.string({
  description:
    "suite: an id, or a file of your own (see `bench suite`) [default: the config file's, else chips]",
  helpValue: 'ID|FILE',
})

/** Exchanges kept as files, or answered from files. */
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

/** How a table is printed. */
export const formatFlag = Flags.option({
  options: ['table', 'csv', 'markdown', 'json'] as const,
  description: 'how it is printed',
  default: 'table' as const,
})()

/** Resampling is seeded: the same data and seed give the same figures on every machine. */
export const seedFlag = Flags.integer({description: 'seed of all resampling', default: 1})

/** A part of a run, for several machines. */
export const shardFlags = {
  shard: Flags.string({
    description: 'do only this part of the run, e.g. 2/4; other machines do the others',
    helpValue: 'I/N',
  }),
}
