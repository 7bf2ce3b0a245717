import {BenchError, messageOf} from './bench-error.js'
import {unknownValue} from './catalogue.js'
import {EXIT} from './exit-codes.js'

/** Errors of suites and plugins. */

export function unknownSuite(name: string, known: readonly string[]): BenchError {
  const error = unknownValue('suite', name, known)
  return new BenchError(error.message, {
    code: error.code,
    exit: error.exit,
    next: [...error.next, 'A file of your own: --suite ./suite.yaml (`bench suite init` writes one).'],
  })
}

export function badSuite(name: string, lines: readonly string[]): BenchError {
  return new BenchError(
    `The suite ${name} has ${lines.length === 1 ? 'a problem' : `${lines.length} problems`}. Nothing was started or written.`,
    {
      code: 'BAD_SUITE',
      exit: EXIT.usage,
      next: [...lines],
    },
  )
}

export function suiteCircle(name: string): BenchError {
  return new BenchError(`The suite ${name} extends itself in a circle. Nothing was started or written.`, {
    code: 'SUITE_CIRCLE',
    exit: EXIT.usage,
    next: ['`extends` must lead to a suite that is complete, such as chips.'],
  })
}

/** `kept`: what became of the user's data. */
export function pluginFailed(
  plugin: string,
  what: string,
  cause: unknown,
  kept = 'Nothing was started or written.',
): BenchError {
  return new BenchError(`The plugin ${plugin} failed: ${what}: ${messageOf(cause)}. ${kept}`, {
    code: 'PLUGIN_FAILED',
    exit: EXIT.error,
    next: ['`bench plugins` lists the plugins; `bench plugins uninstall NAME` takes one away.'],
    cause,
  })
}

export function suiteChanged(id: string, suite: string): BenchError {
  return new BenchError(
    `The suite "${suite}" has changed since run ${id} was started, so its results would not be comparable. Nothing was started.`,
    {
      code: 'SUITE_CHANGED',
      exit: EXIT.usage,
      next: [
        'Start a new run with the suite as it is now: bench run ...',
        `Go on all the same: bench resume ${id} --accept-changes`,
      ],
    },
  )
}

export function suiteFileGone(id: string, file: string): BenchError {
  return new BenchError(
    `Run ${id} was started with the suite file ${file}, which is not there (any more). Nothing was started.`,
    {
      code: 'SUITE_FILE_GONE',
      exit: EXIT.usage,
      next: [`Say where it is now: bench resume ${id} --suite FILE`],
    },
  )
}

/** `plugin`: the plugin as it was when the run began. */
export function pluginChanged(id: string, plugin: {name: string; version: string}, now: string): BenchError {
  return new BenchError(
    `Run ${id} was started with ${plugin.name} ${plugin.version}; installed is ${now}, so its results would not be comparable. Nothing was started.`,
    {
      code: 'PLUGIN_CHANGED',
      exit: EXIT.usage,
      next: [
        `That version: bench plugins install ${plugin.name}@${plugin.version}`,
        `Go on all the same: bench resume ${id} --accept-changes`,
      ],
    },
  )
}

/** `what`: the part of the plugin that is needed, such as `the provider "acme"`. */
export function pluginMissing(id: string, what: string, plugin: string): BenchError {
  return new BenchError(
    `Run ${id} needs ${what} of the plugin ${plugin}, which is not there. Nothing was started.`,
    {
      code: 'PLUGIN_MISSING',
      exit: EXIT.usage,
      next: [`bench plugins install ${plugin}`],
    },
  )
}

/** Errors of `bench models refresh`. */

export function priceListFailed(url: string, why: string): BenchError {
  return new BenchError(`No prices from ${url}: ${why}. No file was changed.`, {
    code: 'NO_PRICES',
    exit: EXIT.error,
    next: ['Check the network and --base-url, and try again.'],
  })
}

export function noSuiteFile(suite: string): BenchError {
  return new BenchError(
    `The suite "${suite}" is no file of yours, so its prices cannot be changed. Nothing was written.`,
    {
      code: 'NO_SUITE_FILE',
      exit: EXIT.usage,
      next: [
        'Begin one of your own: bench suite init',
        'Then: bench models refresh --suite bench-suite.yaml',
      ],
    },
  )
}

export function needsYes(file: string): BenchError {
  return new BenchError(`Nobody is there to say yes, so ${file} was not changed.`, {
    code: 'NEEDS_YES',
    exit: EXIT.usage,
    next: ['Write it without asking: --yes', 'Only look: --dry-run'],
  })
}

export function notEditable(file: string): BenchError {
  return new BenchError(`${file} is written in a way that bench cannot change by itself. It is as it was.`, {
    code: 'NOT_EDITABLE',
    exit: EXIT.usage,
    next: ['Write the prices above into it by hand.'],
  })
}

export function changedMeanwhile(file: string): BenchError {
  return new BenchError(`Somebody changed ${file} while the question stood. It was left as it is now.`, {
    code: 'CHANGED_MEANWHILE',
    exit: EXIT.error,
    next: ['Look at the change, then start again: bench models refresh'],
  })
}

/** Errors of `--record` and `--replay`. */

export function notARecording(folder: string, why: string): BenchError {
  return new BenchError(`${folder} is no recording: ${why}. Nothing was started or written.`, {
    code: 'NOT_A_RECORDING',
    exit: EXIT.usage,
    next: ['`bench run --record DIR` makes one, in a folder that is new or empty.'],
  })
}

/** Errors of the project's config file. */

export function badConfig(file: string, lines: readonly string[]): BenchError {
  return new BenchError(
    `The config file ${file} has ${lines.length === 1 ? 'a problem' : `${lines.length} problems`}. Nothing was started or written.`,
    {
      code: 'BAD_CONFIG',
      exit: EXIT.usage,
      next: [...lines],
    },
  )
}

export function twoConfigs(files: readonly string[]): BenchError {
  return new BenchError(
    `There are two config files: ${files.join(' and ')}. Nothing was started or written.`,
    {
      code: 'BAD_CONFIG',
      exit: EXIT.usage,
      next: ['Keep one of them.'],
    },
  )
}

/** Errors of keys that a suite names. `keys`: which variable would go where; `sources`: who says so. */
export function keysNotAgreed(keys: string, sources: string): BenchError {
  return new BenchError(
    `Nobody agreed that ${sources} may have ${keys} sent. Nothing was started or written.`,
    {
      code: 'KEYS_NOT_AGREED',
      exit: EXIT.usage,
      next: ['If you trust it: --yes', 'What is asked, and where: bench models'],
    },
  )
}
