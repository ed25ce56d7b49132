import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { NAVIGATION } from './navigation.ts'
import { dropLinksToSources } from './source-links.ts'

/** The site of the documents: `npm run docs`. Nothing in it is fetched from elsewhere, and a link that leads nowhere fails the build. */
export default defineConfig({
  title: 'Bottega',
  description: 'A self-hosted studio for generative images that many people share',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/png', href: '/icon-192.png' }]],
  // the icons of the page
  vite: { publicDir: join(import.meta.dirname, '../../apps/web/public/icons') },
  outDir: '../dist/docs',
  cacheDir: '../node_modules/.cache/docs',
  transformPageData(page) {
    // its tables are wide, and are searched rather than read
    if (page.relativePath.startsWith('reference/')) Object.assign(page.frontmatter, { pageClass: 'reference', aside: false })
  },
  markdown: {
    config(md) {
      // angle brackets of the pages are text, never elements
      md.set({ html: false })
      md.use(dropLinksToSources)
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      // guides first: decisions are for those who change the program
      options: {
        miniSearch: {
          searchOptions: { boostDocument: (id: string) => (/\/(decisions|architecture)\b/.test(id) ? 0.2 : 1) },
        },
      },
    },
    nav: [
      { text: 'Start', link: '/' },
      { text: 'Multi-User Mode', link: '/multiuser/user_guide' },
      { text: 'Reference', link: '/reference/settings' },
    ],
    sidebar: NAVIGATION,
    outline: [2, 3],
    externalLinkIcon: true,
  },
})
