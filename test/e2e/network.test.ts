// No network at all: every call of every process that has to do with sockets is written down, and none goes anywhere.

import { spawnSync } from 'node:child_process'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDisplay } from '../../scripts/lib/xvfb.mjs'
import { founder } from '../../src/main/practice/practice-members.ts'
import { expect, test } from './harness.ts'
import { goodPdf } from './pdf-files.ts'
import { Piped } from './piped.ts'
import { keepPracticeDocument } from './study-file.ts'

const trace = ['-f', '-yy', '-qq', '-e', 'trace=network', '-e', 'signal=none', '-s', '64']

/** Calls with an address of the internet in them. A socket that is only made, to ask the system something, has none. */
function addressing(calls: string): string[] {
  const found = /\b(?:connect|bind|sendto|sendmsg|recvfrom|recvmsg)\(.*sa_family=AF_INET6?,/
  return [...calls.split('\n').filter((call) => found.test(call)), ...packets(calls)]
}

/** Calls by which something leaves the machine or may come to it: anything sent, any connection, any open port of TCP. */
function packets(calls: string): string[] {
  const sent = /\b(?:sendto|sendmsg|sendmmsg|listen|accept4?)\(\d+<(?:TCP|UDP|UDPLITE|ICMP|PING|RAW|SCTP)(?:v6)?:/
  const connected = /\bconnect\(\d+<(?:TCP|SCTP|RAW)(?:v6)?:/
  return calls.split('\n').filter((call) => sent.test(call) || connected.test(call))
}

/** Everything by which a page could try to reach a server, one after the other; what each came to is of no interest. */
async function tryEverything(): Promise<void> {
  const { document, navigator } = window
  const at = (name: string) => `https://${name}.example.com/`
  const put = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    document.head.append(element)
  }
  for (const rel of [
    'dns-prefetch',
    'preconnect',
    'prefetch',
    'preload',
    'modulepreload',
    'stylesheet',
    'icon',
    'manifest',
  ])
    put('link', { rel, href: at(rel), as: 'script', crossorigin: '' })
  for (const tag of ['img', 'script', 'iframe', 'embed', 'video', 'audio', 'object', 'track'])
    put(tag, { src: at(tag), data: at(tag) })
  const style = document.createElement('div')
  style.style.backgroundImage = `url(${at('style')})`
  document.body.append(style)
  const attempts: (() => unknown)[] = [
    () => fetch(at('fetch')),
    () => fetch('http://192.0.2.1/'),
    () => navigator.sendBeacon(at('beacon'), 'x'),
    () => new WebSocket('wss://socket.example.com/'),
    () => new WebSocket('ws://192.0.2.1:80/'),
    () => new EventSource(at('events')),
    () => new Worker(at('worker')),
    () => new Image().setAttribute('src', at('image')),
    () => new FontFace('x', `url(${at('font')})`).load(),
    () => navigator.serviceWorker.register(at('service-worker')),
    () =>
      new (window as unknown as { WebTransport: new (url: string) => unknown }).WebTransport('https://192.0.2.1:443/'),
    async () => {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: ['stun:192.0.2.1:3478', 'stun:stun.example.com'] },
          {
            urls: ['turn:192.0.2.1:443?transport=tcp', 'turns:192.0.2.1:443', 'turn:192.0.2.1'],
            username: 'x',
            credential: 'x',
          },
        ],
      })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      const answer = new RTCPeerConnection()
      await answer.setRemoteDescription(peer.localDescription as RTCSessionDescription)
      await answer.setLocalDescription(await answer.createAnswer())
      await peer.setRemoteDescription(answer.localDescription as RTCSessionDescription)
      for (const way of [
        'udp 2113937151 192.0.2.1 40000 typ host',
        'tcp 1518280447 192.0.2.1 443 typ host tcptype passive',
      ])
        await peer.addIceCandidate({ candidate: `candidate:1 1 ${way}`, sdpMid: '0' })
    },
  ]
  for (const attempt of attempts) {
    try {
      await Promise.race([attempt(), new Promise((resolve) => setTimeout(resolve, 500))])
    } catch {}
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000))
}

test.skip(process.platform !== 'linux', 'the calls of processes are watched with a tool that only Linux has')

test('B1 B3 no process asks a server for anything, whether people work or a page tries every way out', async ({
  folder,
  practiceFolder,
}) => {
  test.skip(spawnSync('strace', ['-o', '/dev/null', 'true']).status !== 0, 'this system lets no process watch another')
  await cp(await practiceFolder(), join(folder, 'profile'), { recursive: true })
  const practice = join(folder, 'profile', 'practice.counterseal')
  const lot = await keepPracticeDocument(practice, 'certificate.pdf', await goodPdf('with a script and a link'))
  const calls = join(folder, 'calls.txt')
  // A display of its own has just been touched; on an old one the program would lock for idleness.
  const display = await startDisplay()
  const through = ['strace', '-o', calls, ...trace]
  try {
    const window = await Piped.start(folder, display.name, { args: ['--practice'], through })
    await window.signIn(founder)
    const screens = await window.evaluate(`(async () => {
      const seen = []
      for (const item of document.querySelectorAll('nav button[title]')) {
        item.click()
        await new Promise((resolve) => setTimeout(resolve, 400))
        seen.push(document.querySelector('h1')?.textContent)
      }
      return seen
    })()`)
    expect((screens as string[]).length).toBeGreaterThan(8)
    const documents = ['Read the document', 'خواندن سند']
    const drawn = await window.evaluate(`(async () => {
      const until = async (found) => {
        for (;;) {
          const is = found()
          if (is) return is
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
      const holding = (selector, ...texts) => [...document.querySelectorAll(selector)].find((one) =>
        texts.some((text) => one.textContent.includes(text)))
      for (const item of document.querySelectorAll('nav button[title]')) {
        item.click()
        await new Promise((resolve) => setTimeout(resolve, 400))
        if (holding('[role=row]', ${JSON.stringify(lot)})) break
      }
      ;(await until(() => holding('[role=row]', ${JSON.stringify(lot)}))).click()
      ;(await until(() => holding('main button', ...${JSON.stringify(documents)}))).click()
      await until(() => document.querySelector('[role=dialog] [data-drawn]'))
      return document.querySelector('[role=dialog] canvas').width
    })()`)
    expect(drawn).toBeGreaterThan(500)
    const printed = await window.request('document', { document: { kind: 'knowledge' }, as: 'view' })
    expect(printed).toMatchObject({ ok: true, value: { pdf: expect.anything() } })
    const worked = await readFile(calls, 'utf8')
    // The watching itself works: the processes talk to the display by a socket of the machine.
    expect(worked).toMatch(/connect\(.*sa_family=AF_UNIX/)
    expect(addressing(worked)).toEqual([])
    await window.evaluate(`(${String(tryEverything)})()`)
    expect(await window.close()).toBe(0)
    // A peer connection may be prepared, with ports that nobody is told; not one packet leaves.
    expect(packets(await readFile(calls, 'utf8'))).toEqual([])
  } finally {
    display.stop()
  }
})
