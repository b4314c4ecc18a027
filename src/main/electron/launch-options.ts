import { resolve } from 'node:path'

/** What the command line asked for. */
export type LaunchOptions = {
  /** Open straight into the practice study. */
  practice: boolean
  /** Write a picture of the first screen to this file, then quit. */
  screenshot: string | undefined
  /** Write the labels of the practice study to this folder, then quit; no window is shown. */
  labels: string | undefined
  /** Open this study file. */
  file: string | undefined
}

/** Reads the command line, of this process or of a second one that was started in the folder given. */
export function launchOptions(argv: readonly string[], folder: string): LaunchOptions {
  const options: LaunchOptions = { practice: false, screenshot: undefined, labels: undefined, file: undefined }
  for (const [index, argument] of argv.entries()) {
    if (argument === '--practice') options.practice = true
    else if (argument.startsWith('--screenshot=')) options.screenshot = resolve(folder, argument.split('=', 2)[1] ?? '')
    else if (argument === '--screenshot' && argv[index + 1]) options.screenshot = resolve(folder, argv[index + 1] ?? '')
    else if (argument.startsWith('--labels=')) options.labels = resolve(folder, argument.split('=', 2)[1] ?? '')
    else if (isStudyFile(argument)) options.file = resolve(folder, argument)
  }
  return options
}

function isStudyFile(argument: string): boolean {
  return !argument.startsWith('-') && argument.endsWith('.counterseal')
}
