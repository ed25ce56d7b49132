import i18next from 'i18next'
import { attempt, tell } from '../../shared/notices/index.ts'
import type { Server } from '../../shared/server/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import { chooseBoard, type TargetBoard } from '../boards/index.ts'
import { tellChange } from './changes.ts'
import type { ImageDto, PickedImages } from './image.ts'

/** Asks for a board, and moves images there. */
export async function askForBoard(studio: Studio, picked: PickedImages): Promise<void> {
  const board = await chooseBoard(i18next.t('images:moveTo', { count: picked.names.length }))
  if (board !== undefined) await moveImages(studio, picked, board)
}

/** Puts images on a board, or takes them off theirs; a message offers to put them back. */
export async function moveImages({ server }: Studio, picked: PickedImages, board: TargetBoard): Promise<void> {
  const former = groupByBoard(await readImages(server, picked))
  await place(server, picked.names, board.id)
  tell({
    text:
      board.id === undefined
        ? i18next.t('images:takenOff', { count: picked.names.length })
        : i18next.t('images:moved', { count: picked.names.length, board: board.name }),
    act: {
      label: i18next.t('shared:undo'),
      run: () =>
        attempt(async () => {
          for (const [id, names] of former) await place(server, names, id)
        }),
    },
  })
}

async function place({ client, queries }: Server, names: readonly string[], board: string | undefined): Promise<void> {
  if (board === undefined) await client.removeImagesFromBoards({ body: { image_names: names } })
  else await client.addImagesToBoard({ body: { board_id: board, image_names: names } })
  tellChange(queries, { kind: 'moved', names, board })
}

async function readImages({ client }: Server, { names, known }: PickedImages): Promise<readonly ImageDto[]> {
  return known.length === names.length ? known : client.getImagesByNames({ body: { image_names: names } })
}

function groupByBoard(images: readonly ImageDto[]): ReadonlyMap<string | undefined, readonly string[]> {
  const groups = new Map<string | undefined, string[]>()
  for (const { board_id, image_name } of images) groups.set(board_id, [...(groups.get(board_id) ?? []), image_name])
  return groups
}
