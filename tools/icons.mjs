// Draws the icons of the page's manifest from its mark: `node tools/icons.mjs`. They are committed; run it when the mark changes.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { root } from './clone/root.mjs'

const folder = join(root, 'apps/web/public')
const svg = await readFile(join(folder, 'favicon.svg'), 'utf8')
// systems cut maskable icons to their own shape: the ground goes to the edge, the mark stays within its middle
const maskable = svg
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace(/<rect [^>]*\/>/, '<rect x="-5" y="-5" width="42" height="42" fill="#17181b"/>')

const icons = [
  ['icon-192.png', svg, 192],
  ['icon-512.png', svg, 512],
  ['icon-maskable-512.png', maskable, 512],
  ['apple-touch-icon.png', maskable, 180],
]

await mkdir(join(folder, 'icons'), { recursive: true })
for (const [name, drawing, size] of icons) {
  // drawn large, so that edges are smooth
  const png = await sharp(Buffer.from(drawing), { density: (72 * size) / 16 })
    .resize(size, size)
    .png({ palette: true })
    .toBuffer()
  await writeFile(join(folder, 'icons', name), png)
  process.stdout.write(`${name}: ${png.length} bytes\n`)
}
