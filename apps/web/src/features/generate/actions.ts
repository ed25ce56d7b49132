import { IconSparkles } from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'

/** Makes what the form says. */
export const generateAction = defineAction<{ generate(): Promise<unknown> }>({
  id: 'generate.generate',
  label: 'generate:generate',
  icon: IconSparkles,
  scope: 'everywhere',
  hotkey: 'Mod+Enter',
  worksInTexts: true,
  run: ({ generate }) => generate(),
})
