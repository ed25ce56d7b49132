import type { ContentOwner } from '@bottega/contracts'
import i18next from 'i18next'

/** How much there is, in words: `312 pictures, 4 boards`. */
export function describeContent(
  counts: Pick<ContentOwner, 'images' | 'boards' | 'workflows' | 'style_presets' | 'system_prompts'>,
): string {
  const { images, boards, workflows, style_presets, system_prompts } = counts
  const parts = [
    images > 0 && i18next.t('administration:pictures', { count: images }),
    boards > 0 && i18next.t('administration:boards', { count: boards }),
    workflows > 0 && i18next.t('administration:workflows', { count: workflows }),
    style_presets > 0 && i18next.t('administration:presets', { count: style_presets }),
    system_prompts > 0 && i18next.t('administration:prompts', { count: system_prompts }),
  ].filter((part) => part !== false)
  return parts.length === 0 ? i18next.t('administration:nothing') : parts.join(', ')
}
