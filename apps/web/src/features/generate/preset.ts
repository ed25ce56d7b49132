import type { StylePreset } from './queries.ts'

const PLACE = '{prompt}'

/** The prompts of a form with a style around them. */
export function applyPreset<Prompts extends { readonly positivePrompt: string; readonly negativePrompt: string }>(
  prompts: Prompts,
  { preset_data }: Pick<StylePreset, 'preset_data'>,
): Prompts {
  return {
    ...prompts,
    positivePrompt: fill(preset_data.positive_prompt, prompts.positivePrompt),
    negativePrompt: fill(preset_data.negative_prompt, prompts.negativePrompt),
  }
}

function fill(template: string, prompt: string): string {
  if (template.includes(PLACE)) return template.replaceAll(PLACE, () => prompt)
  return [prompt, template].filter((text) => text.trim() !== '').join(', ')
}
