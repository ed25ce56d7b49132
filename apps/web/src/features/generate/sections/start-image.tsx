import { ApiError } from '@bottega/client'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { describeFailure, useServer } from '../../../shared/server/index.ts'
import { describeFault } from '../form/fault-text.ts'
import { fieldId } from '../form/field-frame.tsx'
import { useFlashAttribute } from '../form/flash-attribute.ts'
import { useForm } from '../form/form-context.tsx'
import { imageByName } from '../queries.ts'
import { fitRatio, isSameShape } from './aspects.ts'
import styles from './start-image.module.css'
import { StrengthField } from './strength-field.tsx'

/** The image that is begun with: what it looks like, how much of it is painted anew, and whether it fits. */
export function StartImage({ name }: { readonly name: string }) {
  const { t } = useTranslation('generate')
  const { values, model, faults, change } = useForm()
  const flash = useFlashAttribute('startImage')
  const { data: image, error } = useQuery(imageByName(useServer(), name))
  const isGone = error instanceof ApiError && (error.status === 404 || error.status === 403)
  const fault = faults.get('startImage')
  return (
    <>
      <div className={styles.chosen} {...flash}>
        {image && <img className={styles.picture} src={image.thumbnail_url} alt={t('startImage')} />}
        <div className={styles.strength}>
          <StrengthField />
        </div>
        <Tooltip label={t('removeImage')}>
          <ActionIcon id={fieldId('startImage')} aria-label={t('removeImage')} onClick={() => change({ startImage: undefined })}>
            <IconX size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {error && (
        <p className={styles.fault} role="alert">
          {isGone ? t('imageGone') : describeFailure(error)}
        </p>
      )}
      {fault && <p className={styles.fault}>{describeFault(t, t('startImage'), fault)}</p>}
      {image && !isSameShape(image, values) && (
        <p className={styles.hint}>
          {t('otherShape')}{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => change(fitRatio(image.width / image.height, model.supports.size))}
          >
            {t('useShape')}
          </button>
        </p>
      )}
    </>
  )
}
