/**
 * Builds the page that opens an emergency pack: one file with everything in it, which asks nothing of any network.
 *
 * The same sources and packages give the same bytes, so that the digest on paper stays true for a version.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

/** Browsers of the last years; all of them run WebAssembly under a policy without `unsafe-eval`. */
const TARGETS = ['chrome109', 'firefox115', 'safari16.4']

/** The vault, as it is, over the libsodium that a browser can run. */
function sodiumOfPage(here: string): Plugin {
  return {
    name: 'sodium-of-page',
    enforce: 'pre',
    resolveId: (source, importer) =>
      /(?:^|\/)sodium\.ts$/.test(source) && importer?.replaceAll('\\', '/').includes('/main/vault/') === true
        ? join(here, 'sodium.ts')
        : undefined,
  }
}

async function scriptOf(here: string, version: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    plugins: [sodiumOfPage(here)],
    define: { PAGE_VERSION: JSON.stringify(version), 'process.versions.electron': '"page"' },
    build: {
      write: false,
      target: TARGETS,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: join(here, 'main.ts'),
        output: { format: 'iife', codeSplitting: false },
        transform: { inject: { Buffer: [join(here, 'buffer.ts'), 'Buffer'] } },
      },
    },
  })
  const [result] = Array.isArray(built) ? built : [built]
  if (result === undefined || !('output' in result)) throw new Error('the emergency page was not built')
  const [script, ...others] = result.output
  if (script.type !== 'chunk' || others.length > 0) throw new Error('the emergency page is more than one file')
  return script.code
}

const digestOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page's HTML, from the folder of the project. */
export async function buildEmergencyPage(root: string): Promise<string> {
  const here = join(root, 'src/emergency-page')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const script = (await scriptOf(here, version)).trim()
  const style = (await readFile(join(here, 'page.css'), 'utf8')).trim()
  if (/<\/script|<!--/i.test(script)) throw new Error('the script would end before its end')
  const policy = [
    "default-src 'none'",
    `script-src ${digestOf(script)} 'wasm-unsafe-eval'`,
    `style-src ${digestOf(style)}`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
  return [
    '<!doctype html>',
    '<html lang="en" dir="ltr">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Counterseal: emergency pack</title>',
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<noscript>This page needs JavaScript. این صفحه به جاوااسکریپت نیاز دارد.</noscript>',
    '<div id="page"></div>',
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}
