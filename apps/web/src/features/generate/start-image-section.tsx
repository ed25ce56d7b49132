import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../shared/server/index.ts'
import { useForm } from './form-context.tsx'
import { Section } from './section.tsx'
import styles from './start-image.module.css'
import { StartImage } from './start-image.tsx'
import { StartImageDrop } from './start-image-drop.tsx'
import { useStartImageDrop } from './use-start-image-drop.ts'

/** The image to begin with, for models that can, and for a form that has one all the same. Another is dropped on it. */
export function StartImageSection() {
  const { t } = useTranslation('generate')
  const { form, model } = useForm()
  const { take, isPending, error, isOver, handlers } = useStartImageDrop()
  if (form.startImage === undefined && !model.supports.image_to_image) return null
  return (
    <Section>
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
          <p role="alert" className={styles.fault}>
            {describeFailure(error)}
          </p>
        )}
      </fieldset>
    </Section>
  )
}
