import {usage} from '../errors/catalogue.js'

/**
 * An origin as browsers send it.
 * @throws BenchError (exit 2) for anything else, such as a URL with a path or `*`.
 */
export function checkedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(text.toLowerCase()))
    return url.origin
  throw usage(
    `"${text}" is no origin. Nothing was started.`,
    'Name each one in full, such as https://hexweavers.io',
  )
}
