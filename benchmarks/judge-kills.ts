/**
 * 960 results judged against a loopback server with faults (500, 429, broken connections, answers that cannot be
 * read), killed with SIGKILL again and again and gone on with by the same command.
 *
 *   npm run build && node --import tsx benchmarks/judge-kills.ts [kills]
 */
import {IN_FLIGHT, killedJudging} from '../test/support/judged-kill.js'

const kills = Number(process.argv[2] ?? 8)
const personas = [
  'tech_pm',
  'tech_swe',
  'healthcare_nurse',
  'finance_analyst',
  'retail_manager',
  'creative_ux',
]
const found = await killedJudging({personas, trials: 5, kills, budget: 20, pauseMs: 400})
console.log(found)
const isRight =
  found.judgements === found.results &&
  found.doubled === 0 &&
  found.lost <= kills * IN_FLIGHT &&
  found.billed <= found.charged + 1e-9 &&
  found.charged <= found.budget
console.log(isRight ? 'as promised' : 'BROKEN')
if (!isRight) process.exitCode = 1
