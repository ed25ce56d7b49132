import { useTranslation } from 'react-i18next'
import { useForm } from './form-context.tsx'
import { Section } from './section.tsx'
import styles from './start-image.module.css'
import { StartImage } from './start-image.tsx'
import { StartImageDrop } from './start-image-drop.tsx'

/** The image to begin with, for models that can, and for a form that has one all the same. */
export function StartImageSection() {
  const { t } = useTranslation('generate')
  const { form, model } = useForm()
  if (form.startImage === undefined && !model.supports.image_to_image) return null
  return (
    <Section>
      {/* the one section whose field is no input */}
      <p className={styles.title}>{t('startImage')}</p>
      {form.startImage === undefined ? <StartImageDrop /> : <StartImage name={form.startImage} />}
    </Section>
  )
}
