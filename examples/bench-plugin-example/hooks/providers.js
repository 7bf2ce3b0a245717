/**
 * Says what there is, and does no work: it runs at every command that lists models.
 *
 * @returns {Promise<import('@hexweavers/bench/plugin').ProviderDescriptor[]>}
 */
export default async function providers() {
  return [
    {
      id: 'example',
      summary: 'Chips by rule, offline.',
      models: [
        {id: 'example/rules', name: 'Rules', input_price: 0, output_price: 0},
        {id: 'example/rules-billed', name: 'Rules, with a bill', input_price: 1, output_price: 2},
      ],
      offline: true,
      load: () => import('../lib/provider.js'),
    },
  ]
}
