/** @returns {Promise<import('@hexweavers/bench/plugin').ExporterDescriptor[]>} */
export default async function exporters() {
  return [
    {
      id: 'markdown',
      summary: 'A Markdown table.',
      extensions: ['md'],
      load: () => import('../lib/exporter.js'),
    },
  ]
}
