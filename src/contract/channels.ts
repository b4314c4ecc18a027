/** The names of the bridge. Commands and questions are data, so a feature adds no channel. */
export const channels = [
  'status',
  'choose',
  'create',
  'open',
  'practice',
  'close',
  'unlock',
  'lock',
  'submit',
  'ask',
  'trail',
  'document',
  'logger',
  'stop',
  'labels',
  'printers',
  'strength',
  'verify',
  'copy',
  'present',
  'link',
  'camera',
  'frame',
] as const
/**
 * Where the preload hands on the path of a file that was dropped on the window. No channel of the table: the page itself can
 * name no path.
 */
export const droppedFile = 'dropped'
export type Channel = (typeof channels)[number]

/** What the shell tells the window of its own accord. */
export const events = ['changed', 'progress'] as const
export type EventName = (typeof events)[number]
