/** The thread that reads one large logger file and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { type FromReader, type LogRequest, readLog } from './read-file.ts'

const { path, now } = workerData as LogRequest
const say = (said: FromReader, moved: ArrayBuffer[] = []) => parentPort?.postMessage(said, moved)
let said = 0
const read = readLog(path, new Date(now), (done, total) => {
  const percent = Math.floor((100 * done) / total)
  if (percent > said) say({ done, total })
  said = percent
})
const readings = read.ok ? [read.value.series.minutes.buffer, read.value.series.celsius.buffer] : []
say({ read }, readings as ArrayBuffer[])
