// Builds the pages: an HTML file for each, and what they load, minified and named by its hash, in assets/.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { root } from './clone/root.mjs'

const source = join(root, 'apps/web')
// each names its entry as <script type="module" src="/src/NAME.ts"></script>
const pages = ['index.html', 'docs.html']
const SCRIPT = /<script type="module" src="\/(src\/[\w/-]+\.ts)"><\/script>/
const ZOD = /node_modules\/zod\//

/**
 * Builds the pages.
 *
 * @param {string} target  absolute path of the folder to make
 * @returns {Promise<string[]>} what is wrong with what was built, in sentences
 */
export async function buildWeb(target) {
  const documents = pages.map((name) => ({ name, html: readFileSync(join(source, name), 'utf8') }))
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: documents.map(({ html }) => findEntry(html)),
    outdir: target,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    entryNames: 'assets/[name]-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
  const outputs = Object.entries(metafile.outputs)
  mkdirSync(target, { recursive: true })
  cpSync(join(source, 'public'), target, { recursive: true })
  for (const { name, html } of documents) {
    const [script, { cssBundle }] = outputs.find(([, { entryPoint }]) => entryPoint === findEntry(html))
    const style = cssBundle && `<link rel="stylesheet" href="assets/${basename(cssBundle)}">\n    `
    const tags = `${style ?? ''}<script type="module" src="assets/${basename(script)}"></script>`
    writeFileSync(join(target, name), html.replace(SCRIPT, tags))
  }
  return outputs
    .filter(([, { inputs }]) => Object.entries(inputs).some(([path, { bytesInOutput }]) => ZOD.test(path) && bytesInOutput > 0))
    .map(([path]) => `${basename(path)} of the page brings zod along, 90 kB of it: import types of @bottega/contracts only`)
}

function findEntry(html) {
  return SCRIPT.exec(html)[1]
}
