import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './model-support.module.css'
import type { AnyModel } from './queries.ts'

type MainModel = Extract<AnyModel, { readonly type: 'main' }>

/** What can be asked of a model, and what cannot. */
export function ModelSupport({ model: { supports } }: { readonly model: MainModel }) {
  const { t } = useTranslation('models')
  if (supports === undefined) return <p>{t('cannotPaint')}</p>
  const { size, steps, clip_skip } = supports
  const abilities = [
    [t('textToImage'), supports.text_to_image],
    [t('imageToImage'), supports.image_to_image],
    [t('inpaint'), supports.inpaint],
    [t('negativePrompt'), supports.negative_prompt],
    [t('clipSkip', { max: clip_skip?.max ?? 0 }), clip_skip !== null],
    [t('guidanceRescale'), supports.guidance_rescale],
    [t('seamless'), supports.seamless],
    [t('ownVae'), supports.vae],
  ] as const
  return (
    <section>
      <h3>{t('abilities')}</h3>
      <ul className={styles.abilities}>
        {abilities.map(([name, is]) => (
          <li key={name} data-is={is}>
            {is ? (
              <IconCheck size={16} stroke={1.5} aria-label={t('yes')} />
            ) : (
              <IconMinus size={16} stroke={1.5} aria-label={t('no')} />
            )}
            {name}
          </li>
        ))}
      </ul>
      <p className={styles.limits}>
        {t('limits', { min: size.min, max: size.max, multiple: size.multiple_of, minSteps: steps.min, maxSteps: steps.max })}
      </p>
    </section>
  )
}
