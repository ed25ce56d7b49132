import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Scripts of the built page, and their size as they travel. */
export interface Weight {
  /** Below the folder of the page. */
  readonly files: readonly string[]
  readonly gzipBytes: number
}

/** What the page may load of scripts before its first screen is usable, in bytes. */
export const MAX_ENTRY_BYTES = 250_000

/**
 * The scripts that a browser loads because the page names them, and those that they import at their top. What is imported when it is
 * needed does not count.
 *
 * @param web  the folder of the built page
 */
export async function weighEntry(web: string): Promise<Weight> {
  const html = readFileSync(join(web, 'index.html'), 'utf8')
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.js)"[^>]*>/g)].map(([, name]) =>
    join(web, name ?? ''),
  )
  if (named.length === 0) throw new Error('index.html names no script')
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: named,
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'unwritten',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const files = new Set<string>()
  const follow = (path: string) => {
    if (files.has(path)) return
    files.add(path)
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? []) if (kind === 'import-statement') follow(next)
  }
  for (const file of named) follow(relative(web, file).replaceAll(sep, '/'))
  const sizes = [...files].map((file) => gzipSync(readFileSync(join(web, file))).length)
  return { files: [...files].sort(), gzipBytes: sizes.reduce((sum, size) => sum + size, 0) }
}
