import { MAX_PROMPT_LENGTH, throwIfCanceled } from '@bottega/engine'
import { clipField, optional, stringField, tensorField } from '@bottega/graph'
import { defineNode, type EncodedPrompt, type LoadedCheckpoint } from '../engine-types.ts'
import { loadTextEncoder } from '../model/parts.ts'
import { refuse } from '../refuse.ts'
import { conditioningOutput } from './outputs.ts'

/** Encodes a prompt of any length, weights in compel's notation. */
export const compel = defineNode({
  type: 'compel',
  schemaName: 'CompelInvocation',
  version: '1.2.1',
  title: 'Prompt - SD1.5',
  category: 'prompt',
  tags: ['prompt', 'compel'],
  description: 'Encodes a prompt with its weights, `(word)1.2` or `word++`. A mask says which part of the picture it is for.',
  inputs: {
    prompt: stringField({ default: '', component: 'textarea', description: 'The prompt' }),
    clip: clipField({ description: 'The text encoder' }),
    mask: optional(tensorField({ description: 'The part of the picture that the prompt is for; all of it when there is none' })),
  },
  output: conditioningOutput,
  async run({ inputs, models, conditioning, signal, reportProgress }) {
    if (inputs.prompt.length > MAX_PROMPT_LENGTH) {
      refuse(`The prompt has ${inputs.prompt.length} characters; ${MAX_PROMPT_LENGTH} is the most.`)
    }
    const loaded = await loadTextEncoder({ models }, inputs.clip)
    throwIfCanceled(signal)
    reportProgress({ message: 'Encoding the prompt', percentage: null })
    const encoded = await encode(loaded, inputs.prompt, inputs.clip.skipped_layers)
    const name = await conditioning.save(encoded)
    return { conditioning: { conditioning_name: name, ...(inputs.mask && { mask: inputs.mask }) } }
  },
})

async function encode({ model, pipeline }: LoadedCheckpoint, prompt: string, clipSkip: number): Promise<EncodedPrompt> {
  if (clipSkip > model.maxClipSkip) {
    refuse(`CLIP skip is ${clipSkip}; the text encoder of ${model.name} can leave out ${model.maxClipSkip} layers at most.`)
  }
  const { positive: embedding } = await pipeline.encodePrompts(prompt, undefined, clipSkip)
  const { positive: empty } = await pipeline.encodePrompts('', undefined, clipSkip)
  return { embedding, empty }
}
