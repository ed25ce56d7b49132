import {
  IconAspectRatio,
  IconClipboardCheck,
  IconDownload,
  IconFolderSymlink,
  IconLayoutColumns,
  IconPhotoPlus,
  IconQuote,
  IconSeedling,
  IconStar,
  IconTrash,
} from '@tabler/icons-react'
import { type ActionScope, defineAction, type UserAction } from '../../shared/actions/index.ts'
import type { TextKey } from '../../shared/i18n/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import { downloadImages } from './download.ts'
import { isChangeable, isMovable, type PickedImages } from './image.ts'
import { askForBoard } from './move.ts'
import { toggleStars } from './star.ts'
import { compareImages, recallFrom, startFrom } from './take.ts'
import { deleteImages } from './trash.ts'

/** What can be done to images, wherever they are shown. */
export interface ImageActions {
  readonly star: UserAction<PickedImages>
  readonly move: UserAction<PickedImages>
  readonly download: UserAction<PickedImages>
  readonly delete: UserAction<PickedImages>
  /** Two of them, side by side. */
  readonly compare: UserAction<PickedImages>
  readonly usePrompt: UserAction<PickedImages>
  readonly useSeed: UserAction<PickedImages>
  readonly useSize: UserAction<PickedImages>
  readonly useAll: UserAction<PickedImages>
  readonly useAsStart: UserAction<PickedImages>
}

/** Declares what can be done to images for a part of the page: the same acts and keys, done to what that part has picked. */
export function defineImageActions(scope: ActionScope & ('gallery' | 'viewer')): ImageActions {
  return {
    star: defineAction({
      id: `${scope}.star`,
      label: 'images:star',
      icon: IconStar,
      scope,
      hotkey: '.',
      hinder: hinderChange,
      run: (picked, studio) => toggleStars(studio, picked),
    }),
    move: defineAction({
      id: `${scope}.move`,
      label: 'images:move',
      icon: IconFolderSymlink,
      scope,
      hotkey: 'm',
      hinder: hinderMove,
      run: (picked, studio) => askForBoard(studio, picked),
    }),
    download: defineAction({
      id: `${scope}.download`,
      label: 'images:download',
      icon: IconDownload,
      scope,
      hotkey: 'Mod+S',
      hinder: hinderNone,
      run: (picked, studio) => downloadImages(studio, picked),
    }),
    delete: defineAction({
      id: `${scope}.delete`,
      label: 'images:delete',
      icon: IconTrash,
      scope,
      hotkey: 'Delete',
      isDestructive: true,
      hinder: hinderChange,
      run: (picked, studio) => deleteImages(studio, picked),
    }),
    compare: defineAction({
      id: `${scope}.compare`,
      label: 'images:compare',
      icon: IconLayoutColumns,
      scope,
      hotkey: 'c',
      hinder: ({ names }) => (names.length === 2 ? undefined : 'images:pickTwo'),
      run: (picked, studio) => compareImages(studio, picked),
    }),
    usePrompt: defineAction({
      id: `${scope}.usePrompt`,
      label: 'images:usePrompt',
      icon: IconQuote,
      scope,
      hotkey: 'p',
      hinder: hinderMany,
      run: (picked, studio) => recallFrom(studio, picked, 'prompt'),
    }),
    useSeed: defineAction({
      id: `${scope}.useSeed`,
      label: 'images:useSeed',
      icon: IconSeedling,
      scope,
      hotkey: 's',
      hinder: hinderMany,
      run: (picked, studio) => recallFrom(studio, picked, 'seed'),
    }),
    useSize: defineAction({
      id: `${scope}.useSize`,
      label: 'images:useSize',
      icon: IconAspectRatio,
      scope,
      hotkey: 'd',
      hinder: hinderMany,
      run: (picked, studio) => recallFrom(studio, picked, 'size'),
    }),
    useAll: defineAction({
      id: `${scope}.useAll`,
      label: 'images:useAll',
      icon: IconClipboardCheck,
      scope,
      hotkey: 'a',
      hinder: hinderMany,
      run: (picked, studio) => recallFrom(studio, picked, 'all'),
    }),
    useAsStart: defineAction({
      id: `${scope}.useAsStart`,
      label: 'images:useAsStart',
      icon: IconPhotoPlus,
      scope,
      hotkey: 'b',
      hinder: hinderMany,
      run: (picked, studio) => startFrom(studio, picked),
    }),
  }
}

function hinderNone({ names }: PickedImages): TextKey | undefined {
  return names.length === 0 ? 'images:nonePicked' : undefined
}

function hinderMany({ names }: PickedImages): TextKey | undefined {
  return names.length === 1 ? undefined : 'images:pickOne'
}

function hinderChange(picked: PickedImages, { isAdmin }: Studio): TextKey | undefined {
  if (picked.known.every(isChangeable)) return hinderNone(picked)
  return isAdmin ? 'boards:onlyOpened' : 'images:notYours'
}

// boards take pictures from those who own them
function hinderMove(picked: PickedImages, studio: Studio): TextKey | undefined {
  if (picked.known.every((image) => isMovable(image, studio))) return hinderNone(picked)
  return studio.isAdmin ? 'boards:onlyOpened' : 'images:notYours'
}
