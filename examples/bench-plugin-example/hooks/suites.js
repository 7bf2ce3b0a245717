/** @returns {Promise<import('@hexweavers/bench/plugin').SuiteDescriptor[]>} */
export default async function suites() {
  return [{id: 'bakery', summary: 'Bakers instead of office work.', load: () => import('../lib/suite.js')}]
}
