import {describeFuzzedApi} from '../../support/fuzzed-api.js'

describe('the API, as its OpenAPI document describes it, in bulk', () => describeFuzzedApi({requests: 400}))
