import type { Shot } from './take.ts'

/** A page that shows all pictures, a row for each scene, with what was wrong in it. */
export function writeContactSheet(shots: readonly Shot[]): string {
  const scenes = [...new Set(shots.map(({ scene }) => scene))]
  const rows = scenes.map((scene) => {
    const own = shots.filter((shot) => shot.scene === scene)
    const faults = new Set(own.flatMap((shot) => shot.faults.map((fault) => `${shot.screen}, ${shot.scheme}: ${fault}`)))
    const list = faults.size === 0 ? '' : `<ul>${[...faults].map((fault) => `<li>${escapeText(fault)}</li>`).join('')}</ul>`
    const figures = own.map(
      ({ file, screen, scheme }) =>
        `<a href="${file}"><img src="${file}" alt="${scene}, ${screen}, ${scheme}" class="${screen}" loading="lazy"></a>`,
    )
    return `<section id="${scene}"><h2>${scene}</h2>${list}<div>${figures.join('')}</div></section>`
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bottega: screens</title>
<style>
  body { margin: 24px; background: #808080; font: 14px system-ui; color: #fff }
  div { display: flex; gap: 12px; align-items: start; flex-wrap: wrap }
  img { height: 450px; display: block }
  li { font-family: monospace }
</style>
<h1>${scenes.length} scenes</h1>
${rows.join('\n')}
</html>
`
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
