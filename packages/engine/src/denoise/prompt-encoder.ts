import type { ModelParts } from '../families/index.ts'
import { buildClipText, type ClipTextOutput } from '../networks/index.ts'
import { createTensor, type Tensor } from '../tensor/index.ts'
import { chunkPrompt, encodeWeightedPrompt, type PromptChunk, padConditioning, parsePromptWeights } from '../text/index.ts'
import type { NetworkCache } from './network-cache.ts'
import { outputOf } from './runtime-port.ts'

type TokenRows = readonly (readonly number[])[]
type MaskRows = readonly (readonly boolean[])[]

/** What the denoiser is told of the prompts, each f32 [1, tokens, width] and of one length. */
export interface Conditioning {
  readonly positive: Tensor
  /** Absent when no negative prompt was asked for. */
  readonly negative: Tensor | undefined
}

/** A text encoder as functions from prompts. */
export interface PromptEncoder {
  /**
   * What the text encoder makes of token ids [N][tokens], as they are: f32 [N, tokens, width].
   *
   * @param clipSkip  layers left out at the end of the text encoder, 0 none
   * @param mask      tokens that may be attended to; all when not given
   */
  encodeTokens(ids: TokenRows, clipSkip: number, mask?: MaskRows): Promise<Tensor>
  /**
   * What the text encoder makes of one or two prompts of any length, weights applied.
   *
   * @param negative  undefined without guidance
   * @param clipSkip  as for `encodeTokens`
   */
  encodePrompts(positive: string, negative: string | undefined, clipSkip: number): Promise<Conditioning>
}

/** Puts a text encoder to work; its networks live in the given cache. */
export function createPromptEncoder(
  { tokenizer, textEncoder }: Pick<ModelParts, 'tokenizer' | 'textEncoder'>,
  networks: NetworkCache,
): PromptEncoder {
  const encodeTokens = async (ids: TokenRows, clipSkip: number, mask?: MaskRows): Promise<Tensor> => {
    const output: ClipTextOutput = clipSkip === 0 ? 'last_hidden_state' : `skip.${clipSkip}`
    const network = await networks.load(`text encoder, ${output}`, () => buildClipText(textEncoder, [output]), {
      keepsMemory: false,
    })
    const integers = ids.flat()
    const shape = [ids.length, textEncoder.config.tokens]
    const attention = Float32Array.from(mask?.flat() ?? integers.map(() => 1), Number)
    return outputOf(await network.run({ input_ids: { integers, shape }, attention_mask: createTensor(attention, shape) }), output)
  }
  return {
    encodeTokens,
    async encodePrompts(positive, negative, clipSkip) {
      const encode = (ids: TokenRows, mask?: MaskRows) => encodeTokens(ids, clipSkip, mask)
      const [empty] = chunkPrompt([], tokenizer) as [PromptChunk]
      const encodePrompt = (prompt: string) =>
        encodeWeightedPrompt(chunkPrompt(parsePromptWeights(prompt), tokenizer), empty, encode)
      const encoded = await encodePrompt(positive)
      if (negative === undefined) return { positive: encoded, negative }
      const encodedNegative = await encodePrompt(negative)
      if (encoded.shape[1] === encodedNegative.shape[1]) return { positive: encoded, negative: encodedNegative }
      const [paddedPositive, paddedNegative] = padConditioning(encoded, encodedNegative, await encode([empty.ids]))
      return { positive: paddedPositive, negative: paddedNegative }
    },
  }
}
