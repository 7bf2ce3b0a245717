import {BenchError} from '../errors/bench-error.js'
import {withTimeout, LOAD_LIMIT_MS} from '../errors/with-timeout.js'
import {pluginFailed} from '../errors/suites.js'
import type {Exporter, ExporterDescriptor, ExportInput} from '../export/descriptor.js'
import type {Registered} from '../plugins/hooks.js'

/**
 * The text, or bytes, of an export. An error of a plugin is reported as the plugin's mistake.
 * @throws BenchError when the exporter cannot be loaded.
 */
export async function exporterText(
  descriptor: Registered<ExporterDescriptor>,
  input: ExportInput,
): Promise<AsyncIterable<string | Uint8Array>> {
  const {id, plugin} = descriptor
  if (plugin === null) return (await loaded(descriptor))(input)
  const failed = (error: unknown) =>
    error instanceof BenchError
      ? error
      : pluginFailed(plugin.name, `its exporter "${id}"`, error, 'No file was written.')
  const exporter = await withTimeout(loaded(descriptor), LOAD_LIMIT_MS).catch((error: unknown) => {
    throw failed(error)
  })
  return checkedPieces(exporter, input, failed)
}

async function loaded({load}: ExporterDescriptor): Promise<Exporter> {
  const module = await load()
  return 'default' in module ? module.default : module
}

async function* checkedPieces(
  exporter: Exporter,
  input: ExportInput,
  failed: (error: unknown) => BenchError,
): AsyncGenerator<string | Uint8Array> {
  try {
    for await (const piece of exporter(input) as AsyncIterable<unknown>) {
      if (typeof piece !== 'string' && !(piece instanceof Uint8Array))
        throw new TypeError('it gave something that is neither text nor bytes')
      yield piece
    }
  } catch (error) {
    throw failed(error)
  }
}

/** The same pages; `seen` is called with the number of rows so far. */
export async function* counted<Row>(
  pages: AsyncIterable<readonly Row[]>,
  seen: (rows: number) => void,
): AsyncGenerator<readonly Row[]> {
  let rows = 0
  for await (const page of pages) {
    yield page
    seen((rows += page.length))
  }
}
