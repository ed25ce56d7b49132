import { ActionIcon, Tooltip } from '@mantine/core'
import { type Icon, IconCopy, IconDice5, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../../shared/copy-text.ts'
import { attempt, tell } from '../../../shared/notices/index.ts'
import { drawSeed } from '../form/draw-seed.ts'
import { useForm } from '../form/form-context.tsx'
import { NumberField } from '../form/number-field.tsx'
import { PanelSection } from '../form/panel-section.tsx'
import styles from './seed-section.module.css'

/** Which noise the picture begins with: a new one each time, or always the same. */
export function SeedSection() {
  const { t } = useTranslation('generate')
  const { form, change } = useForm()
  const { seed, isSeedLocked } = form

  async function copySeed(): Promise<void> {
    await copyText(String(seed))
    tell({ text: t('seedCopied', { seed }) })
  }

  return (
    <PanelSection>
      <div className={styles.row} data-locked={isSeedLocked}>
        <NumberField
          field="seed"
          with={{ isSeedLocked: true }}
          change={{ isMarked: isSeedLocked, reset: { isSeedLocked: false } }}
        />
        <SeedButton
          icon={isSeedLocked ? IconLock : IconLockOpen}
          label={t('lockSeed')}
          isPressed={isSeedLocked}
          onClick={() => change({ isSeedLocked: !isSeedLocked, seed: seed ?? drawSeed() })}
        />
        <SeedButton icon={IconDice5} label={t('drawSeed')} onClick={() => change({ seed: drawSeed(), isSeedLocked: true })} />
        <SeedButton
          icon={IconCopy}
          label={t('copySeed')}
          isDisabled={seed === undefined}
          onClick={() => void attempt(copySeed)}
        />
      </div>
      <p className={styles.hint}>{t(isSeedLocked ? 'seedStays' : 'seedChanges')}</p>
    </PanelSection>
  )
}

interface SeedButtonProps {
  readonly icon: Icon
  readonly label: string
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
  onClick(): void
}

function SeedButton({ icon: ButtonIcon, label, isPressed, isDisabled = false, onClick }: SeedButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={styles.button}
        aria-label={label}
        disabled={isDisabled}
        {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
        onClick={onClick}
      >
        <ButtonIcon size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
