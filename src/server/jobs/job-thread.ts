import {parentPort, workerData} from 'node:worker_threads'
import {BenchError, messageOf} from '../../errors/bench-error.js'
import {openStore, type Store} from '../../store/store.js'
import {ChangeCache} from '../http/change-cache.js'
import {doRead, withKeptReads} from './reads.js'
import {jobsOf, type Jobs} from './jobs.js'
import type {JobAnswer, JobRequest, JobThreadData, ThreadRequest} from './threaded-jobs.js'

/** Bytes of all sums that are kept, and of the largest. */
const KEPT = {mostBytes: 48_000_000, largestBytes: 12_000_000}

// A thread of threadedJobs. After a failure to open the database, the next job tries again.
let opening: Promise<{store: Store; jobs: Jobs}> | undefined

parentPort?.on('message', (request: ThreadRequest) => {
  void answerTo(request).then((answer) => parentPort?.postMessage(answer))
})

async function answerTo(request: ThreadRequest): Promise<JobAnswer> {
  try {
    opening ??= open()
    const opened = await opening.catch((error: unknown) => {
      opening = undefined
      throw error
    })
    const output = await (request.name === 'read'
      ? doRead(opened.store, request.input)
      : run(opened.jobs, request))
    return {id: request.id, output}
  } catch (error) {
    return {
      id: request.id,
      error: {message: messageOf(error), code: error instanceof BenchError ? error.code : undefined},
    }
  }
}

async function open(): Promise<{store: Store; jobs: Jobs}> {
  const {location, named} = workerData as JobThreadData
  const opened = await openStore(location, {create: false})
  const store = withKeptReads(opened, new ChangeCache(opened.changes, KEPT))
  return {store, jobs: jobsOf(store, named)}
}

function run(jobs: Jobs, request: JobRequest): Promise<unknown> {
  switch (request.name) {
    case 'leaderboard':
      return jobs.leaderboard(request.input)
    case 'decision':
      return jobs.decision(request.input)
    case 'comparison':
      return jobs.comparison(request.input)
    case 'effects':
      return jobs.effects(request.input)
    case 'rate':
      return jobs.rate(request.input)
    case 'board':
      return jobs.board(request.input)
    case 'agreement':
      return jobs.agreement(request.input)
    case 'judge':
      return jobs.judge(request.input)
    case 'costs':
      return jobs.costs(request.input)
    case 'saw':
      return jobs.saw(request.input)
    case 'openedFigures':
      return jobs.openedFigures(request.input)
    case 'plan':
      return jobs.plan(request.input)
    case 'applyCommand':
      return jobs.applyCommand(request.input)
  }
}
