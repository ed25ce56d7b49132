import { NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from '../../shared/i18n/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { Page, PagePart } from '../../shared/ui/page.tsx'
import { useSection } from '../../shared/user-state/index.ts'
import { About } from './about.tsx'
import { type ColorScheme, looksSection } from './looks-section.ts'
import styles from './settings-page.module.css'

const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))

/** The page of settings: how the page looks and speaks, and what it is. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const [, change] = useSection(looksSection)
  const { colorScheme } = useMantineColorScheme()
  const schemes: { value: ColorScheme; label: string }[] = [
    { value: 'auto', label: t('asSystem') },
    { value: 'light', label: t('light') },
    { value: 'dark', label: t('dark') },
  ]

  function speak(language: Language): void {
    change({ language })
    void attempt(() => chooseLanguage(language))
  }

  return (
    <Page title={t('title')}>
      <PagePart title={t('looks')}>
        <div className={styles.row}>
          <span id="scheme">{t('scheme')}</span>
          <SegmentedControl
            aria-labelledby="scheme"
            data={schemes}
            value={colorScheme}
            onChange={(value) => change({ colorScheme: value as ColorScheme })}
          />
        </div>
        <div className={styles.row}>
          <label htmlFor="language">{t('language')}</label>
          <NativeSelect
            id="language"
            data={languages}
            value={currentLanguage()}
            onChange={(event) => speak(event.currentTarget.value as Language)}
          />
        </div>
        <p className={styles.hint}>{t('kept')}</p>
      </PagePart>
      <About />
    </Page>
  )
}
