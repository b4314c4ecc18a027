/**
 * The shell of a window whose desk is in another process: everything of the product's own shell, except that what the
 * bridge asks is answered by the world that is on show. Bundled by `window.ts`; it knows no world.
 */
import { connect } from 'node:net'
import { join } from 'node:path'
import { app, session } from 'electron'
import { channels, type EventName } from '../../src/contract/channels.ts'
import { push, serve } from '../../src/main/electron/ipc.ts'
import { quitWithLastWindow } from '../../src/main/electron/lifecycle.ts'
import { htmlToPdf } from '../../src/main/electron/printing.ts'
import {
  denyDownloads,
  denyPermissions,
  denyRequestsOutside,
  guardEveryPage,
  registerScheme,
  sandboxEveryProcess,
  serveInterface,
} from '../../src/main/electron/security.ts'
import { protectContents } from '../../src/main/electron/unblinded.ts'
import { openWindow, setMenu } from '../../src/main/electron/window.ts'
import { type FromWindow, framed, messages, type ToWindow } from './window-wire.ts'

const socket = connect(process.env['COUNTERSEAL_TWIN_SOCKET'] ?? '')
const waiting = new Map<number, (reply: unknown) => void>()
let asked = 0

const say = (message: FromWindow) => socket.write(framed(message))

socket.on(
  'data',
  messages<ToWindow>((said) => void hear(said)),
)

async function hear(said: ToWindow): Promise<void> {
  switch (said.kind) {
    case 'reply':
      waiting.get(said.id)?.(said.reply)
      waiting.delete(said.id)
      return
    case 'push':
      push(said.event as EventName, said.value)
      return
    case 'present':
      protectContents(said.unblinded)
      return
    case 'pdf': {
      const pdf = await htmlToPdf(said.page).catch(String)
      say({ kind: 'pdf', id: said.id, pdf })
    }
  }
}

sandboxEveryProcess()
registerScheme()
guardEveryPage()
quitWithLastWindow()
void app.whenReady().then(() => {
  denyPermissions(session.defaultSession)
  denyRequestsOutside(session.defaultSession)
  denyDownloads(session.defaultSession)
  serveInterface(session.defaultSession, join(import.meta.dirname, '../renderer'))
  setMenu()
  serve(channels, (channel, request) => {
    const id = ++asked
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      say({ kind: 'ask', id, channel, request })
    })
  })
  openWindow()
})
