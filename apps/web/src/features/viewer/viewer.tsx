import { ApiError } from '@bottega/client'
import { useTranslation } from 'react-i18next'
import { type ImageDto, useImage } from '../images/index.ts'
import { Compare } from './compare.tsx'
import { NotHere } from './not-here.tsx'
import { ShownImage } from './shown-image.tsx'
import styles from './viewer.module.css'

/** One picture in large, or two to compare. */
export function Viewer({ name, other }: { readonly name: string; readonly other?: string | undefined }) {
  const { t } = useTranslation('viewer')
  const image = useImage(name)
  const second = useImage(other ?? name)
  return (
    <section className={styles.viewer} aria-label={t('viewer')} aria-busy={image.isPending || second.isPending}>
      {showWhatThereIs(image, second, other !== undefined)}
    </section>
  )
}

/** Whether there is nothing to show. What was read is shown on while the server is away. */
function isNotThere({ data, error }: Read): boolean {
  const isRefused = error instanceof ApiError && (error.status === 403 || error.status === 404)
  return isRefused || (error !== null && data === undefined)
}

type Read = Pick<ReturnType<typeof useImage>, 'data' | 'error' | 'refetch'>

function showWhatThereIs(image: Read, second: Read, isComparing: boolean) {
  const failed = [image, second].find(isNotThere)
  if (failed) return <NotHere error={failed.error} onRetry={() => void failed.refetch()} />
  if (image.data === undefined || second.data === undefined) return null
  const again = (one: Read) => () => void one.refetch()
  if (isComparing) return <Compare left={image.data} right={second.data} />
  return <ShownImage image={image.data satisfies ImageDto} onMissing={again(image)} />
}
