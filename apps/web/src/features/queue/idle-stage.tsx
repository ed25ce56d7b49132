import { Kbd } from '@mantine/core'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { describeHotkey } from '../../shared/actions/index.ts'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { useIsNarrow } from '../../shared/ui/use-is-narrow.ts'
import { useNewestPicture } from './queries.ts'
import styles from './stage.module.css'
import { StagePicture } from './stage-picture.tsx'

/** The stage while nothing happened yet: the newest picture, or what to do. */
export function IdleStage() {
  const { t } = useTranslation('queue')
  const isNarrow = useIsNarrow()
  const { data: newest } = useNewestPicture(true)
  const [gone, setGone] = useState<string>()
  if (newest === undefined) return <div className={styles.stage} />
  if (newest === null || newest.image_name === gone) {
    return (
      <div className={styles.stage}>
        <EmptyState title={t('stageEmpty')}>
          <p>
            {isNarrow ? (
              t('stageHelpTouch')
            ) : (
              <Trans
                t={t}
                i18nKey="stageHelp"
                values={{ keys: describeHotkey('Mod+Enter').join('+') }}
                components={{ kbd: <Kbd /> }}
              />
            )}
          </p>
        </EmptyState>
      </div>
    )
  }
  const { image_name, width, height } = newest
  return (
    <figure className={styles.stage} aria-label={t('newestPicture')}>
      <StagePicture imageName={image_name} size={{ width, height }} alt={t('newestPicture')} onGone={() => setGone(image_name)} />
      <figcaption className={styles.caption}>
        <p className={styles.state}>{t('newestPicture')}</p>
      </figcaption>
    </figure>
  )
}
