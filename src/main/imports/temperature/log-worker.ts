/** The thread that reads one large logger file and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { type LogRequest, readLog } from './read-file.ts'

const { path, now } = workerData as LogRequest
const read = readLog(path, new Date(now))
const readings = read.ok ? [read.value.series.minutes.buffer, read.value.series.celsius.buffer] : []
parentPort?.postMessage(read, readings as ArrayBuffer[])
