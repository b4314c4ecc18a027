import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { buildEmergencyPage } from './src/emergency-page/build-page.ts'
import { fontFiles } from './src/main/documents/fonts.ts'

/** Both the oldest runtime the application is tried on and the newest one can read this. */
const NODE_TARGET = 'node20.18'
const CHROME_TARGET = 'chrome130'

const here = import.meta.dirname

/** The entries whose files are there. */
function present(entries: Record<string, string>): Record<string, string> {
  const found = Object.entries(entries).map(([name, file]) => [name, join(here, file)] as const)
  return Object.fromEntries(found.filter(([, file]) => existsSync(file)))
}

/** Lays the fonts of printed pages beside the main bundle: a printed page is made without the interface's files. */
function printFonts(): Plugin {
  const folder = join(here, 'node_modules/@fontsource/vazirmatn/files')
  return {
    name: 'print-fonts',
    generateBundle() {
      for (const name of fontFiles) {
        this.emitFile({ type: 'asset', fileName: `fonts/${name}`, source: readFileSync(join(folder, name)) })
      }
    },
  }
}

/** Lays the page that opens an emergency pack beside the main bundle: the application saves it, and never shows it. */
function emergencyPage(): Plugin {
  return {
    name: 'emergency-page',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'counterseal-emergency.html', source: await buildEmergencyPage(here) })
    },
  }
}

/** Lays the program that finds codes in pictures beside the main bundle; it runs in a thread of the shell, never in a page. */
function codeReader(): Plugin {
  const file = join(here, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')
  return {
    name: 'code-reader',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'zxing_reader.wasm', source: readFileSync(file) })
    },
  }
}

/**
 * Lays beside the interface what a PDF may need: the fonts that every reader has, the tables of Asian encodings, and
 * the decoders of two kinds of pictures in plain JavaScript. WebAssembly stays out, and so does the sandbox for scripts.
 */
function pdfFiles(): Plugin {
  const folder = join(here, 'node_modules/pdfjs-dist')
  const taken = [
    { from: 'standard_fonts', to: 'fonts', which: /./ },
    { from: 'cmaps', to: 'cmaps', which: /./ },
    { from: 'wasm', to: 'decoders', which: /_nowasm_fallback\.js$|^LICENSE_(?:PDFJS_)?(?:JBIG2|OPENJPEG)$/ },
  ]
  return {
    name: 'pdf-files',
    generateBundle() {
      for (const { from, to, which } of taken)
        for (const name of readdirSync(join(folder, from)).filter((one) => which.test(one)))
          this.emitFile({
            type: 'asset',
            fileName: `pdf/${to}/${name}`,
            source: readFileSync(join(folder, from, name)),
          })
    },
  }
}

export default defineConfig({
  main: {
    plugins: [printFonts(), emergencyPage(), codeReader()],
    build: {
      target: NODE_TARGET,
      externalizeDeps: true,
      rolldownOptions: {
        input: present({
          index: 'src/main/index.ts',
          'kdf-worker': 'src/main/vault/kdf-worker.ts',
          'verify-worker': 'src/main/ledger/verify-worker.ts',
          'log-worker': 'src/main/imports/temperature/log-worker.ts',
          'code-worker': 'src/main/camera/code-worker.ts',
        }),
        // Shared chunks lie beside the entries, so that a worker is found from whichever file asks for it.
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(here, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    html: { cspNonce: '__CSP_NONCE__' },
    plugins: [react(), pdfFiles()],
    worker: { format: 'es' },
    build: {
      target: CHROME_TARGET,
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: { input: join(here, 'src/renderer/index.html') },
    },
  },
})
