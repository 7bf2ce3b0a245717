import {parentPort, receiveMessageOnPort, workerData} from 'node:worker_threads'
import {WriterConnection} from './writer-connection.js'
import {groupLength} from './unit.js'
import type {ThreadMessage, UnitMessage, WriterData} from './writer-thread.js'

// The thread of a WriterThread.
const port = parentPort!
const connection = new WriterConnection(workerData as WriterData)
tell('ready')

port.on('message', (first: UnitMessage | 'close') => {
  const waiting: UnitMessage[] = []
  let isClosing = false
  for (let message: UnitMessage | 'close' | undefined = first; message !== undefined; message = next()) {
    if (message === 'close') isClosing = true
    else waiting.push(message)
  }

  while (waiting.length > 0) {
    tell(connection.commit(waiting.splice(0, groupLength(waiting))))
    // What has come meanwhile goes into the next commit with what is left.
    for (let message = next(); message !== undefined; message = next()) {
      if (message === 'close') isClosing = true
      else waiting.push(message)
    }
  }

  if (!isClosing) return
  connection.close()
  tell('closed')
})

function next(): UnitMessage | 'close' | undefined {
  return receiveMessageOnPort(port)?.message as UnitMessage | 'close' | undefined
}

function tell(message: ThreadMessage): void {
  port.postMessage(message)
}
