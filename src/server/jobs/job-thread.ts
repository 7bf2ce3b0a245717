import {parentPort, workerData} from 'node:worker_threads'
import {BenchError, messageOf} from '../../errors/bench-error.js'
import {openStore} from '../../store/store.js'
import {jobsOf, type Jobs} from './jobs.js'
import type {JobAnswer, JobRequest, JobThreadData} from './threaded-jobs.js'

// A thread of threadedJobs. After a failure to open the database, the next job tries again.
let opening: Promise<Jobs> | undefined

parentPort?.on('message', (request: JobRequest) => {
  void answerTo(request).then((answer) => parentPort?.postMessage(answer))
})

async function answerTo(request: JobRequest): Promise<JobAnswer> {
  try {
    const {location, named} = workerData as JobThreadData
    opening ??= openStore(location, {create: false}).then((store) => jobsOf(store, named))
    const jobs = await opening.catch((error: unknown) => {
      opening = undefined
      throw error
    })
    const output = await run(jobs, request)
    return {id: request.id, output}
  } catch (error) {
    return {
      id: request.id,
      error: {message: messageOf(error), code: error instanceof BenchError ? error.code : undefined},
    }
  }
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
    case 'applyCommand':
      return jobs.applyCommand(request.input)
  }
}
