/**
 * Labels, measured inside the runtime: labels to PDF against empty pages of their sizes, turn by turn; and a hundred in
 * one job, while the frames of a window and the turns of the main process are counted. Bundled by `labels.ts`.
 *
 * The program sets both labels of a syringe one after the other, and their symbol once: so is the bag's label measured here,
 * `bagAlone` is one whose symbol nobody made before, and `dose` is both, with all that there is to do.
 */
import { createHash } from 'node:crypto'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { app, BrowserWindow, session } from 'electron'
import { codeFrom } from '../../src/core/codes.ts'
import { proposed } from '../../src/core/registry/settings.ts'
import { openFonts } from '../../src/main/documents/fonts.ts'
import { htmlToPdf } from '../../src/main/electron/printing.ts'
import { registerScheme } from '../../src/main/electron/security.ts'
import type { LabelContent } from '../../src/main/labels/label.ts'
import { inTurns } from '../../src/main/labels/label-page.ts'
import { labelPages, printing, sampleLabel } from '../../src/main/labels/of-study.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'

const kinds = ['syringe', 'bag'] as const
type Kind = (typeof kinds)[number]
const jobLabels = 100
const rounds = Number(process.env['LABEL_ROUNDS'] ?? 30)
const fontFolder = process.env['LABEL_FONTS'] ?? ''

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Frames of a page that does nothing but draw; the page says how long the longest wait between two of them was. */
const frames = `
const told = { longest: 0, last: performance.now() }
const turn = (now) => {
  told.longest = Math.max(told.longest, now - told.last)
  told.last = now
  document.body.style.background = now % 2 < 1 ? '#fff' : '#fefefe'
  requestAnimationFrame(turn)
}
requestAnimationFrame(turn)
globalThis.told = told
`

registerScheme()
app.on('window-all-closed', () => {})
void app.whenReady().then(async () => {
  const fonts = await openFonts(fontFolder)
  const sample = sampleLabel(practiceSettings(), false)
  let made = 0
  /** No two labels are alike: each has its participant, its code and its serial. */
  const nextLabel = (): LabelContent => {
    made += 1
    const code = (of: string) => codeFrom(createHash('sha256').update(`${of} ${made}`).digest().subarray(0, 11))
    return { ...sample, participantNumber: 100 + (made % 900), syringeCode: code('code'), serial: code('serial') }
  }

  const set = async (kind: Kind, labels: readonly LabelContent[]) => {
    const print = await inTurns(printing[kind](labels, fonts, proposed.labelSizes[kind]))
    if (!print.ok) throw new Error('the label does not fit')
    return print.page
  }
  const toPdf = async (kind: Kind, labels: readonly LabelContent[]) => htmlToPdf(await set(kind, labels))

  // Electron's own way: a window kept warm, an empty page of the size, and its PDF.
  const own = session.fromPartition('empty')
  own.protocol.handle('app', (request) => {
    const [width, height] = new URL(request.url).pathname.slice(1).split('x')
    const page = `<!doctype html><style>@page{size:${width}mm ${height}mm;margin:0}</style>`
    return new Response(page, { headers: { 'Content-Type': 'text/html' } })
  })
  const preferences = { javascript: false, offscreen: true, sandbox: true, session: own }
  const bare = new BrowserWindow({ show: false, webPreferences: preferences })
  const margins = { top: 0, bottom: 0, left: 0, right: 0 }
  const emptyPdf = async (kind: Kind) => {
    const { widthMillimetres, heightMillimetres } = proposed.labelSizes[kind]
    await bare.loadURL(`app://empty/${widthMillimetres}x${heightMillimetres}`)
    return bare.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, margins })
  }

  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 20))
  const single: Record<string, object> = {}
  /** Turn by turn: what `ours` makes of a fresh label, and the empty pages; the first round warms both up. */
  const compare = async (
    name: string,
    ours: (label: LabelContent) => Promise<unknown>,
    empty: () => Promise<unknown>,
    before: (label: LabelContent) => Promise<unknown> = async () => undefined,
  ) => {
    const times = { ours: [] as number[], empty: [] as number[] }
    for (let round = 0; round <= rounds; round++) {
      const turns = [
        async () => {
          const label = nextLabel()
          await before(label)
          const took = await timed(() => ours(label))
          if (round > 0) times.ours.push(took)
        },
        async () => {
          const took = await timed(empty)
          if (round > 0) times.empty.push(took)
        },
      ]
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) {
        await turn()
        // Our window is emptied after its page; that must not fall into the other's turn.
        await quiet()
      }
    }
    const [own, bare] = [median(times.ours), median(times.empty)]
    single[name] = { ours: own, empty: bare, ratio: own / bare }
  }
  await compare(
    'syringe',
    (label) => toPdf('syringe', [label]),
    () => emptyPdf('syringe'),
  )
  await compare(
    'bag',
    (label) => toPdf('bag', [label]),
    () => emptyPdf('bag'),
    (label) => set('syringe', [label]),
  )
  await compare(
    'bagAlone',
    (label) => toPdf('bag', [label]),
    () => emptyPdf('bag'),
  )
  await compare(
    'dose',
    async (label) => {
      const prints = await labelPages([label], fonts, proposed.labelSizes)
      for (const kind of kinds) {
        const print = prints[kind]
        if (!print.ok) throw new Error('the label does not fit')
        await htmlToPdf(print.page)
      }
    },
    async () => {
      for (const kind of kinds) await emptyPdf(kind)
    },
  )
  bare.destroy()

  const seen = new BrowserWindow({ width: 900, height: 600, show: true, webPreferences: { sandbox: true } })
  await seen.loadURL('data:text/html,<!doctype html><title>seen</title><body>')
  await seen.webContents.executeJavaScript(`(() => {${frames}})()`)
  const blocks = monitorEventLoopDelay({ resolution: 1 })
  const during = async (work: () => Promise<unknown>) => {
    const reset = 'told.longest = 0; told.last = performance.now(); 0'
    await seen.webContents.executeJavaScript(reset)
    blocks.reset()
    blocks.enable()
    const tookMs = await timed(work)
    blocks.disable()
    const frameGapMs = (await seen.webContents.executeJavaScript('told.longest')) as number
    return { tookMs, frameGapMs, mainBlockMs: blocks.max / 1e6 }
  }
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const idle = await during(() => new Promise((resolve) => setTimeout(resolve, 3000)))
  const job: Record<string, object> = {}
  for (const kind of kinds) {
    const labels = Array.from({ length: jobLabels }, nextLabel)
    job[kind] = await during(() => toPdf(kind, labels))
  }
  process.stdout.write(`measured ${JSON.stringify({ rounds, single, idle, job })}\n`)
  app.exit(0)
})
