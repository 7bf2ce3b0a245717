import {Flags} from '@oclif/core'

/** The judge whose scores sharpen people's differences. */
export const judgeFlag = Flags.string({
  description: "sharpen people's differences by this judge; its scores enter no mean of people (bench judge)",
  helpValue: 'ID',
})

/** A gate for CI between two rounds of people. */
export const minJudgeFlag = Flags.string({
  description:
    'exit 4 unless the judge scores every group shown so well; refused where it agrees too little with people',
  helpValue: 'X',
  dependsOn: ['judge'],
})
