const WORDS =
  'fox lighthouse dusk portrait oil painting watercolor castle dragon forest river mountain neon city street rain robot cat dog garden flower sunset ocean wave storm snow winter summer autumn spring golden hour cinematic detailed sharp focus photo illustration sketch ink minimal abstract pattern texture'.split(
    ' ',
  )
/** In the prompts of one image in a thousand. */
export const RARE_WORD = 'zebra'
/** In the prompts of about two images in five. */
export const FREQUENT_WORD = 'lighthouse'
const BOARDS = 40
const FIRST_DAY = Date.UTC(2020, 0, 1)
const MINUTES_APART = 10

/**
 * The records of a gallery as lines for `npm run seed`, the same on every machine: texts like those of real images, a third of them on
 * boards, a tenth of them assets, one in twenty intermediate, one in a hundred with a star.
 */
export function* writeGalleryRecords(images: number): Generator<string> {
  const draw = createDraw()
  for (let at = 0; at < images; at++) {
    const words = Array.from({ length: 20 }, () => WORDS[draw() % WORDS.length])
    if (at % 1000 === 3) words.splice(7, 0, RARE_WORD)
    const isAsset = at % 10 === 0
    yield JSON.stringify({
      image_name: `${drawHex(draw, 8)}-${drawHex(draw, 4)}-4${drawHex(draw, 3)}-8${drawHex(draw, 3)}-${drawHex(draw, 12)}.png`,
      user_id: 'system',
      board_id: at % 3 === 0 ? `board-${at % BOARDS}` : null,
      width: 1024,
      height: 1024,
      image_category: isAsset ? 'user' : 'general',
      image_origin: isAsset ? 'external' : 'internal',
      metadata: JSON.stringify({
        generation_mode: 'txt2img',
        positive_prompt: words.join(' '),
        negative_prompt: 'blurry, low quality, watermark, text',
        width: 1024,
        height: 1024,
        seed: draw(),
        rand_device: 'cpu',
        cfg_scale: 7,
        cfg_rescale_multiplier: 0,
        steps: 30,
        scheduler: 'euler',
        model: { key: 'a-key', hash: `blake3:${drawHex(draw, 64)}`, name: 'some model', base: 'sd-1', type: 'main' },
        clip_skip: 0,
        app_version: '6.14.0',
      }),
      created_at: new Date(FIRST_DAY + at * MINUTES_APART * 60_000).toISOString(),
      starred: at % 100 === 1,
      has_workflow: !isAsset,
      is_intermediate: at % 20 === 5,
    })
  }
}

/** @source Steele and Vigna, a 32-bit linear congruential generator; only the upper bits are good, and only they are used */
function createDraw(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 0x915f77f5) + 1) >>> 0
    return (state ^ (state >>> 16)) >>> 0
  }
}

function drawHex(draw: () => number, digits: number): string {
  let text = ''
  while (text.length < digits) text += draw().toString(16).padStart(8, '0')
  return text.slice(0, digits)
}
