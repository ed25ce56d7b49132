import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import { chooseLanguage, currentLanguage } from '../../shared/i18n/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import { useSection } from '../../shared/user-state/index.ts'
import { looksSection } from './looks-section.ts'

/**
 * Makes the page look and speak as its user chose, here or in another browser. The choice is kept in this browser too, where it
 * is known before the first picture.
 */
export function useLooks(): void {
  const [{ colorScheme: chosen, language }] = useSection(looksSection)
  // what would keep transitions back for a moment is a style element, which the policy of the page forbids
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })

  useEffect(() => {
    if (chosen !== undefined && chosen !== colorScheme) setColorScheme(chosen)
  }, [chosen, colorScheme, setColorScheme])

  // the frame of the window goes with the page
  const shown = useComputedColorScheme()
  useEffect(() => {
    const ground = getComputedStyle(document.querySelector(`[data-mantine-color-scheme=${shown}]`) ?? document.body)
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', ground.getPropertyValue('--panel').trim())
  }, [shown])

  useEffect(() => {
    if (language !== undefined && language !== currentLanguage()) void attempt(() => chooseLanguage(language))
  }, [language])
}
