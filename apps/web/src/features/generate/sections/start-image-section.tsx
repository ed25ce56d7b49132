import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import { useForm } from '../form/form-context.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import styles from './start-image.module.css'
import { StartImage } from './start-image.tsx'
import { StartImageDrop } from './start-image-drop.tsx'
import { useStartImageDrop } from './use-start-image-drop.ts'

/** The image to begin with, for models that can, and for a form that has one all the same. Another is dropped on it. */
export function StartImageSection() {
  const { t } = useTranslation('generate')
  const say = useText()
  const { form, model } = useForm()
  const { take, isPending, error, dismiss, isOver, handlers } = useStartImageDrop(form.startImage)
  if (form.startImage === undefined && !model.supports.image_to_image) return null
  return (
    <PanelSection>
      {/* the one section whose field is no input */}
      <fieldset className={styles.place} data-over={isOver} {...handlers}>
        <legend className={styles.title}>{t('startImage')}</legend>
        {form.startImage === undefined ? (
          <StartImageDrop isUploading={isPending} onFiles={take} />
        ) : (
          <>
            <StartImage key={form.startImage} name={form.startImage} />
            {isPending && <p className={styles.hint}>{t('uploading')}</p>}
          </>
        )}
        {error && (
          <div className={styles.refused} ref={showWhole}>
            <p role="alert" className={styles.fault}>
              {describeFailure(error)}
            </p>
            <CloseButton aria-label={say('shared:close')} onClick={dismiss} />
          </div>
        )}
      </fieldset>
    </PanelSection>
  )
}

/** Brings what appears into view, from behind the foot of the panel. */
function showWhole(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
