#!/usr/bin/env node
import module from 'node:module'

// Node 22 and newer keep compiled code between starts; older ones have no such function.
module.enableCompileCache?.()

// `bench … | head` closes the pipe early: nothing is wrong, and nobody is left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

const {execute} = await import('@oclif/core')
await execute({dir: import.meta.url})
