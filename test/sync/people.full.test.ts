import {peopleContract} from './people-contract.js'

peopleContract('server')
