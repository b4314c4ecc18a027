/** The workers of the main process: each is a file of its own, so that it can be started in a thread of its own. */
type WorkerName = 'kdf-worker' | 'verify-worker' | 'log-worker' | 'code-worker'

const sources: Record<WorkerName, string> = {
  'kdf-worker': './vault/kdf-worker.ts',
  'verify-worker': './ledger/verify-worker.ts',
  'log-worker': './imports/temperature/log-worker.ts',
  'code-worker': './camera/code-worker.ts',
}

/**
 * The file of a worker, to be given to `new Worker`. In the built application the workers lie beside the bundle. Where
 * the sources are run as they are, it is the source itself, or the built one if this Node cannot read TypeScript.
 */
export function workerUrl(name: WorkerName): URL {
  const here = import.meta.url
  if (!here.endsWith('.ts')) return new URL(`./${name}.js`, here)
  if (process.features.typescript) return new URL(sources[name], here)
  return new URL(`../../out/main/${name}.js`, here)
}
