import * as disk from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { WholeImage } from '../../apps/bottega/src/data/repositories/images.ts'
import { addName } from '../../apps/bottega/src/files/disk.ts'
import { systemCode } from '../../apps/bottega/src/files/errors.ts'
import { makePlaceholder } from '../../apps/bottega/src/pictures/placeholder.ts'
import { insertPngTexts } from '../../apps/bottega/src/pictures/png-text.ts'
import { makeThumbnail } from '../../apps/bottega/src/pictures/thumbnail.ts'
import { SeedError } from './seed-error.ts'

/** Files of seeded images. */
export interface SeedFiles {
  /** The images with the placeholders of the pictures that they will be given. */
  describe(images: readonly WholeImage[]): WholeImage[]
  /** Gives each image its two files. */
  add(images: readonly WholeImage[]): Promise<void>
  /** Takes every file away again that was added. */
  undo(): Promise<void>
}

const SIDE = 64
const COLOURS = ['#c0392b', '#e67e22', '#f1c40f', '#27ae60', '#16a085', '#2980b9', '#8e44ad', '#7f8c8d']
const EMPTY_WORKFLOW = '{"nodes":[],"edges":[]}'

/**
 * Small pictures of plain colours, with an empty workflow inside where the record says that there is one. Each lies on the disk once,
 * under as many names as the disk allows.
 *
 * @param folder  of images, with its folder of thumbnails
 */
export async function openSeedFiles(folder: string): Promise<SeedFiles> {
  const pictures = await Promise.all(COLOURS.map(paint))
  const copies = new Map<Uint8Array, string>()
  const added: string[] = []

  async function give(bytes: Uint8Array, path: string): Promise<void> {
    const copy = copies.get(bytes)
    const isNamed = copy === undefined ? undefined : await addName(disk, copy, path)
    if (isNamed === false) throw isThere(path)
    if (isNamed === undefined) {
      await disk.writeFile(path, bytes, { flag: 'wx' }).catch((error) => {
        throw systemCode(error) === 'EEXIST' ? isThere(path) : error
      })
      copies.set(bytes, path)
    }
    added.push(path)
  }

  async function giveBoth({ png, pngWithWorkflow, thumbnail }: Picture, { image_name, has_workflow }: WholeImage): Promise<void> {
    const name = String(image_name)
    await give(has_workflow ? pngWithWorkflow : png, join(folder, name))
    await give(thumbnail, join(folder, 'thumbnails', name.replace(/\.png$/, '.webp')))
  }

  return {
    describe: (images) =>
      images.map((image, at) => ({ ...image, placeholder: pictures[at % pictures.length]?.placeholder ?? null })),
    async add(images) {
      // each picture's names one after the other, since they need its first copy; the pictures beside each other
      const work = pictures.map(async (picture, number) => {
        for (let at = number; at < images.length; at += pictures.length) await giveBoth(picture, images[at] as WholeImage)
      })
      // what still goes on would escape `undo`
      const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
    },
    async undo() {
      for (const path of added) await disk.unlink(path)
    },
  }
}

interface Picture {
  readonly png: Uint8Array
  readonly pngWithWorkflow: Uint8Array
  readonly thumbnail: Uint8Array
  readonly placeholder: string
}

async function paint(background: string): Promise<Picture> {
  const png = await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background } })
    .png()
    .toBuffer()
  const workflow = { keyword: 'invokeai_workflow', text: EMPTY_WORKFLOW }
  return {
    png,
    pngWithWorkflow: insertPngTexts(png, [workflow]),
    thumbnail: await makeThumbnail(png),
    placeholder: await makePlaceholder(sharp(png)),
  }
}

function isThere(path: string): SeedError {
  return new SeedError(`${path} is there already, though no image has its name. Move it away.`)
}
