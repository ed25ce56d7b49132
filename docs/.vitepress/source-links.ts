import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const docs = resolve(import.meta.dirname, '..')

/**
 * Shows a link to a file that is no page, such as a source, as its text alone: the site has pages only, and the file lies in the
 * clone. One to a file that is not there stays, so that the build complains of it.
 */
export function dropLinksToSources(md: MarkdownRenderer): void {
  md.core.ruler.push('source-links', ({ tokens, env }) => {
    const folder = dirname(join(docs, String(env.relativePath ?? '')))
    for (const { children } of tokens) {
      let isDropping = false
      children?.forEach((token) => {
        if (token.type === 'link_open') isDropping = leadsToSource(folder, token.attrGet('href') ?? '')
        if (!isDropping || (token.type !== 'link_open' && token.type !== 'link_close')) return
        if (token.type === 'link_close') isDropping = false
        token.tag = 'span'
        token.attrs = null
      })
    }
  })
}

function leadsToSource(folder: string, href: string): boolean {
  const [path = ''] = decodeURI(href).split('#')
  if (path === '' || /^[a-z]+:/i.test(path)) return false
  const file = resolve(folder, path)
  const isPage = path.endsWith('.md') && file.startsWith(docs)
  return !isPage && existsSync(file)
}
