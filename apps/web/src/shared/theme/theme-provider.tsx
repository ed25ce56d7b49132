import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import './mantine.css'
import './tokens.css'
import { theme } from './theme.ts'

/** Key in the browser's storage of the choice between light and dark: known before the first picture, for no flash of the other. */
const COLOR_SCHEME_KEY = 'bottega-color-scheme'

const colorSchemes = localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY })

/** Gives the page its looks. The variables are in a file, since the policy of the page allows no style elements. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      withCssVariables={false}
      withStaticClasses={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  )
}
