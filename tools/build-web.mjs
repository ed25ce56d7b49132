// Builds the pages: an HTML file for each, and what they load, minified and named by its hash, in assets/.
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { root } from './clone/root.mjs'

const source = join(root, 'apps/web')
const pages = ['index.html', 'docs.html', 'link.html']
/** What the other pages load does not go into the file of the first. */
const OF_OTHER_PAGES = /swagger-ui|\/docs\.(html|ts)|\/link[./]/
const ZOD = /node_modules\/zod\//

/**
 * Builds the pages.
 *
 * @param {string} target  absolute path of the folder to make
 * @returns {Promise<string[]>} what is wrong with what was built, in sentences
 */
export async function buildWeb(target) {
  // the page is built for use, whatever runs the build: tests say `test`, and React would come with its checks
  process.env.NODE_ENV = 'production'
  const { output } = await build({
    mode: 'production',
    root: source,
    configFile: false,
    // addresses are relative to the <base> that the server writes
    base: './',
    plugins: [react()],
    logLevel: 'warn',
    build: {
      outDir: target,
      emptyOutDir: false,
      target: 'es2022',
      // the policy of the page allows no data in place of files
      assetsInlineLimit: 0,
      // browsers that know modules know preloading
      modulePreload: { polyfill: false },
      // Swagger UI is one file
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: pages.map((name) => join(source, name)),
        // what the first screen needs is one file: dozens of small ones pack worse, and ask for more than a browser fetches at once
        output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'], test: (id) => !OF_OTHER_PAGES.test(id) }] } },
      },
    },
  })
  return output
    .filter(({ type, modules }) => type === 'chunk' && Object.entries(modules).some(([path, { code }]) => ZOD.test(path) && code))
    .map(
      ({ fileName }) =>
        `${basename(fileName)} of the page brings zod along, 90 kB of it: import types of @bottega/contracts only`,
    )
}
