import { join } from 'node:path'
import type { ImageFileName } from '../../data/repositories/images.ts'
import type { App } from '../app.ts'
import { listFound, looksAway, recoverFound } from '../images/lost-pictures.ts'
import type { Examination } from './finding.ts'
import { findMissingFiles, type MissingFiles, remakeThumbnails, trashLost } from './image-repair.ts'
import { listSome } from './list-some.ts'

type Examined = Pick<App, 'root' | 'settings' | 'db'>

/**
 * Whether all images have their files, and whether those are back that were missed.
 *
 * @param areGivenUp  whether pictures that are gone are known to be lost, however many they are
 */
export async function examineImages(examined: Examined, areGivenUp: boolean): Promise<Examination> {
  const subject = 'Images'
  const missing = await findMissingFiles(examined)
  const found = await listFound(examined)
  const { looked, pictures, thumbnails } = missing
  if (pictures.length + thumbnails.length + found.length === 0) {
    return { subject, isWell: true, text: looked === 0 ? 'none' : `${looked}, all with their files` }
  }
  const hindrance = findHindrance(examined, missing, areGivenUp)
  const advice =
    hindrance ?? 'Put them back, or use --fix, which moves these images to the trash; they come back with their pictures.'
  const told = [
    ...(pictures.length === 0 ? [] : [`the pictures of ${nameImages(pictures)} are gone. ${advice}`]),
    ...(thumbnails.length === 0 ? [] : [`the thumbnails of ${nameImages(thumbnails)} are gone; --fix makes them anew.`]),
    ...(found.length === 0 ? [] : [`the pictures of ${listSome(found)} are back; --fix takes these images out of the trash.`]),
  ]
  return {
    subject,
    isWell: false,
    text: told.map((text, at) => (at === 0 ? text : `T${text.slice(1)}`)).join(' '),
    async fix() {
      const recovered = await recoverFound(examined)
      const { made, damaged } = await remakeThumbnails(examined, thumbnails)
      const trashed = hindrance === undefined ? await trashLost(examined, pictures) : 0
      const fixed = `thumbnails made anew: ${made}; images moved to the trash: ${trashed}; taken out of it again: ${recovered}`
      const left = [
        ...(hindrance === undefined ? [] : [`the pictures of ${nameImages(pictures)} are gone. ${hindrance}`]),
        ...(damaged.length === 0 ? [] : [`damaged: ${listSome(damaged)}. Put them back from a backup.`]),
      ]
      if (left.length > 0) return { subject, isWell: false, text: left.join(' '), fixed }
      return { subject, isWell: true, text: `${pictures.length + thumbnails.length} files were gone`, fixed }
    },
  }
}

/** Why images without their pictures stay where they are, and what to do; undefined where they may go to the trash. */
function findHindrance({ root, settings }: Examined, { shown, pictures }: MissingFiles, areGivenUp: boolean): string | undefined {
  if (pictures.length === 0) return undefined
  if (looksAway({ lost: pictures.length, looked: shown }) && !areGivenUp) {
    return `That is ${pictures.length} of ${shown}, so --fix leaves these images where they are. Is the disk of ${root.images} mounted? Did a restore leave the images out? Put the files back. Where they are lost for good, "bottega doctor --fix --lost" moves the images to the trash.`
  }
  if (settings.values.trash_days > 0) return undefined
  return 'Put them back. --fix leaves these images where they are: trash_days is 0, so from the trash they would be deleted at once.'
}

function nameImages(places: readonly ImageFileName[]): string {
  const names = places.map(({ image_name, image_subfolder }) => join(image_subfolder, image_name))
  return `${places.length} ${places.length === 1 ? 'image' : 'images'} (${listSome(names)})`
}
