import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('a page that uses the client loads no schema', async () => {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    metafile: true,
  })
  const rooms = Object.keys(metafile.inputs).map((path) =>
    /.*node_modules\/([^/]+)|packages\/(\w+)\/src/.exec(path)?.slice(1).join(''),
  )
  expect([...new Set(rooms)].sort()).toEqual([
    '@socket.io',
    'client',
    'engine.io-client',
    'engine.io-parser',
    'socket.io-client',
    'socket.io-parser',
  ])
})
