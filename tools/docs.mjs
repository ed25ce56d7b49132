// npm run docs [-- --port 8080] [-- --only-build] [-- --out DIR]: builds the site of the documents, which fails where a link leads
// nowhere, and shows it on this machine.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './clone/root.mjs'
import { giveUp, prepareInstall } from './prepare.mjs'

const USAGE = 'npm run docs [-- --port 8080 --out DIR --only-build]'

const { values } = await Promise.resolve()
  .then(() =>
    parseArgs({
      options: {
        port: { type: 'string', default: '8080' },
        out: { type: 'string', default: join(root, 'dist/docs') },
        'only-build': { type: 'boolean', default: false },
      },
    }),
  )
  .catch((error) => giveUp(new Error(`${error.message}\n${USAGE}`)))
const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) giveUp(new Error(`--port is a number from 0 to 65535\n${USAGE}`))
const outDir = resolve(values.out)

if (!values['only-build']) await requireFree(port).catch(refusePort)
await prepareInstall().catch(giveUp)
const { build } = await import('vitepress')
await build(join(root, 'docs'), { outDir })
if (values['only-build']) console.log(`The site lies in ${outDir}`)
else await show()

/** Serves what was built until it is stopped. */
async function show() {
  const { preview } = await import('vite')
  const server = await preview({
    root: join(root, 'docs'),
    configFile: false,
    appType: 'mpa',
    logLevel: 'warn',
    build: { outDir },
    preview: { host: 'localhost', port, strictPort: true },
  }).catch(refusePort)
  console.log(`The documents are at ${server.resolvedUrls.local[0].replace(/\/$/, '')}`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close().then(() => process.exit(0)))
}

/** Building takes seconds: whether the port can be had is known before. */
async function requireFree(port) {
  const probe = createServer().listen(port, 'localhost')
  await once(probe, 'listening')
  await new Promise((closed) => probe.close(closed))
}

function refusePort(error) {
  giveUp(new Error(`The site cannot be shown: ${error.message}. Another port: npm run docs -- --port ${port + 1}`))
}
