/** The Node that starts a test's other processes: this one where it reads TypeScript, else the one that all scripts run on. */
export const nodeForSources = process.features.typescript ? process.execPath : 'node'
