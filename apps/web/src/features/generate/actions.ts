import { IconArrowBarToUp, IconSparkles, IconTextDecrease, IconTextIncrease } from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'
import { sayText } from '../../shared/i18n/index.ts'
import { tell } from '../../shared/notices/index.ts'
import { findFocusedPrompt, weighSelection } from './sections/weigh-text.ts'

/** What generates: the form as it stands. */
export interface Generating {
  /** @param isFirst  before what one has waiting */
  generate(isFirst: boolean): Promise<void>
}

/** Makes what the form says. */
const generateAction = defineAction<Generating>({
  id: 'generate.generate',
  label: 'generate:generate',
  icon: IconSparkles,
  scope: 'everywhere',
  hotkey: 'Mod+Enter',
  worksInTexts: true,
  run: ({ generate }) => generate(false),
})

/** Makes it before what one has waiting. */
export const generateFirstAction = defineAction<Generating>({
  id: 'generate.generateFirst',
  label: 'generate:generateFirst',
  icon: IconArrowBarToUp,
  scope: 'everywhere',
  hotkey: 'Mod+Shift+Enter',
  worksInTexts: true,
  run: ({ generate }) => generate(true),
})

/** Lets the selected words count more. */
const moreWeightAction = defineAction<Generating>({
  id: 'generate.moreWeight',
  label: 'generate:moreWeight',
  icon: IconTextIncrease,
  scope: 'generate',
  hotkey: 'Mod+ArrowUp',
  worksInTexts: true,
  run: () => weigh(1),
})

/** Lets the selected words count less. */
const lessWeightAction = defineAction<Generating>({
  id: 'generate.lessWeight',
  label: 'generate:lessWeight',
  icon: IconTextDecrease,
  scope: 'generate',
  hotkey: 'Mod+ArrowDown',
  worksInTexts: true,
  run: () => weigh(-1),
})

// the palette has the focus while it lists what can be done, so that this can be said only when it is done
function weigh(direction: 1 | -1): void {
  if (findFocusedPrompt()) weighSelection(direction)
  else tell({ text: sayText('generate:noPromptFocused') })
}

/** What the panel offers. */
export const GENERATE_ACTIONS = [generateAction, generateFirstAction, moreWeightAction, lessWeightAction]
