import {draws} from '../../support/draws.js'
import {describeFuzzedApi} from '../../support/fuzzed-api.js'

// The same requests each time; others, and more of them, are drawn in the full tier.
describe('the API, as its OpenAPI document describes it', () =>
  describeFuzzedApi({requests: draws(100).numRuns, seed: 6}))
