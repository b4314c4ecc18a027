// No network at all. Chromium asks servers for things of its own accord, like a dictionary for its spelling checker, and a
// page has ways out that no content security policy closes: a name to look up in advance, a connection to a peer. Each
// is closed here, and a last lock lies behind all of them.

import { app, type Session, type WebContents } from 'electron'

/** Gives no name an address, in no process, whatever else is forgotten. Must be called before 'ready'. */
export function stayOffline(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE localhost')
  // Connections by number need no name. They are sent to a proxy that does not exist; this machine itself needs none.
  app.commandLine.appendSwitch('proxy-server', 'nowhere.invalid:1')
  // A page that only prepares a connection to a peer would announce the machine to its neighbours.
  app.commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns')
}

/** A session checks no spelling: Chromium would download the dictionary of the system's language, whatever a page asks. */
export function checkNoSpelling(session: Session): void {
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
}

/** A page speaks to no peer: without a proxy for them, no packet of a peer connection leaves the machine. */
export function speakToNoPeer(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
