import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import type { TextKey } from '../../shared/i18n/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import { useIsEveryone, useOwnerName, useShownBoards } from '../boards/index.ts'
import { type ImageDto, useImageMetadata } from '../images/index.ts'
import { type Detail, readDetails } from './read-metadata.ts'

/** Something that is known of a picture, as the panel shows it. */
export interface ShownDetail extends Detail {
  /** Takes lines of its own. */
  readonly isLong: boolean
}

const LONG: ReadonlySet<TextKey> = new Set<TextKey>(['generate:prompt', 'generate:negativePrompt'])

/** What is known of a picture: how it was made, and where it belongs. */
export function useDetails(image: ImageDto): { readonly details: readonly ShownDetail[]; readonly isLoading: boolean } {
  const { account } = useStudio()
  const metadata = useImageMetadata(image.image_name)
  const board = useShownBoards().data?.find(({ board_id }) => board_id === image.board_id)
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()
  const isOthers = account !== undefined && image.owner.user_id !== account.user_id
  const about: readonly (Detail | false | undefined)[] = [
    ...readDetails(metadata.data),
    { label: 'viewer:size', value: `${image.width} × ${image.height}` },
    { label: 'viewer:created', value: formatTime(parseTime(image.created_at)) },
    board && { label: 'generate:board', value: board.board_name },
    (isEveryone || (isOthers && image.owner.display_name !== null)) && { label: 'viewer:owner', value: nameOwner(image.owner) },
  ]
  const details = about.filter((detail) => detail !== undefined && detail !== false)
  return {
    details: details.map((detail) => ({ ...detail, isLong: LONG.has(detail.label) })),
    isLoading: metadata.isPending,
  }
}
