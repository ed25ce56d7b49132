import { join } from 'node:path'
import {
  bindWeights,
  buildClipText,
  ClipText,
  type ClipTextOutput,
  createTensor,
  parseClipTextConfig,
  type Runtime,
  type Tensor,
} from '@bottega/engine'
import { expectTensor, readModel, readTensors } from '../case-files.ts'
import { type Comparison, compareTensor, forwardTolerance } from '../comparison.ts'
import type { GoldenCase } from '../index-file.ts'

/** The hidden states, CLIP-skip outputs and pooled output of a text encoder. */
export async function runTextEncoderCase(
  folder: string,
  { path, models, outputs }: GoldenCase,
  runtime: Runtime,
): Promise<Comparison[]> {
  const { config, weights } = await readModel(folder, models[0] ?? '')
  const encoder = new ClipText(parseClipTextConfig(config, weights, 'config.json'))
  bindWeights(encoder, weights, 'text encoder')
  const tensors = await readTensors(join(folder, path, 'io.safetensors'))
  const names = outputs.map((output) => [output, outputName(output, encoder.config.layers)] as const)
  const known = [...new Set(names.flatMap(([, name]) => name ?? []))]
  const network = await runtime.load(buildClipText(encoder, known))
  try {
    const results = await network.run(textInputs(expectTensor(tensors, 'input_ids')))
    return names.map(([output, name]) =>
      compareTensor(output, name && results[name], tensors.get(output), forwardTolerance(tensors.get(output))),
    )
  } finally {
    await network.dispose()
  }
}

/** A text encoder's inputs for token ids [N, tokens], all of which may be attended to. */
export function textInputs(ids: Tensor) {
  return {
    input_ids: { integers: [...ids.data], shape: ids.shape },
    attention_mask: createTensor(new Float32Array(ids.data.length).fill(1), ids.shape),
  }
}

/** Our name of an output of the reference. */
function outputName(output: string, layers: number): ClipTextOutput | undefined {
  if (output === 'last_hidden_state') return output
  if (output === 'text_embeds' || output === 'pooler_output') return 'pooled'
  if (output === 'hidden_states_penultimate') return `hidden_states.${layers - 1}`
  const [, skip] = /^clip_skip_(\d+)_with_final_norm$/.exec(output) ?? []
  if (skip !== undefined) return `skip.${Number(skip)}`
  const [, state] = /^hidden_states\.(\d+)$/.exec(output) ?? []
  return state === undefined ? undefined : `hidden_states.${Number(state)}`
}
