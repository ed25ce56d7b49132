import { defineOutput, stringField, stylePresetField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'

const PLACE = '{prompt}'

const promptTemplateOutput = defineOutput(
  'prompt_template_output',
  {
    positive_prompt: stringField({ description: 'The positive prompt inside the template' }),
    negative_prompt: stringField({ description: 'The negative prompt inside the template' }),
  },
  { description: 'Two prompts inside a template.' },
)

/** Prompts inside the texts of a style preset. */
export const promptTemplate = defineNode({
  type: 'prompt_template',
  version: '1.0.0',
  title: 'Prompt Template',
  category: 'prompt',
  tags: ['prompt', 'template', 'style', 'preset'],
  description:
    'Puts prompts into the texts of a style preset, wherever those say {prompt}. A text that does not say it stays as it is.',
  inputs: {
    style_preset: stylePresetField({ description: 'The style preset whose texts are the template' }),
    positive_prompt: stringField({ default: '', component: 'textarea', description: 'Goes into the positive text' }),
    negative_prompt: stringField({ default: '', component: 'textarea', description: 'Goes into the negative text' }),
  },
  output: promptTemplateOutput,
  async run({ inputs: { style_preset, positive_prompt, negative_prompt }, stylePresets }) {
    const template = await stylePresets.load(style_preset)
    return {
      positive_prompt: template.positivePrompt.split(PLACE).join(positive_prompt),
      negative_prompt: template.negativePrompt.split(PLACE).join(negative_prompt),
    }
  },
})
