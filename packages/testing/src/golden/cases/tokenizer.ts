import { join } from 'node:path'
import { loadBuiltInTokenizer } from '@bottega/engine'
import { z } from 'zod'
import { type Comparison, compareExactly } from '../comparison.ts'
import { readJson } from '../index-file.ts'

const ids = z.array(z.number())
const vectorSchema = z.looseObject({
  prompt: z.string(),
  ids,
  padded: ids,
  ids_without_ftfy: ids.optional(),
  padded_without_ftfy: ids.optional(),
})
const fileSchema = z.looseObject({ vectors: z.array(vectorSchema).min(1) })

/**
 * Prompts and their token ids under CLIP's own vocabulary. Where the reference differs with and without its text repair, either
 * will do.
 */
export async function runTokenizerCase(folder: string, path: string, count: number): Promise<Comparison[]> {
  const { vectors } = fileSchema.parse(await readJson(join(folder, path)))
  if (vectors.length !== count) throw new Error(`the index counts ${count} prompts, the file ${vectors.length}`)
  const tokenizer = await loadBuiltInTokenizer()
  return vectors.flatMap((vector) => {
    const actual = tokenizer.encode(vector.prompt)
    const isRepaired = JSON.stringify(actual) === JSON.stringify(vector.ids)
    return [
      compareExactly(
        JSON.stringify(vector.prompt).slice(0, 40),
        actual,
        isRepaired ? vector.ids : (vector.ids_without_ftfy ?? vector.ids),
      ),
      compareExactly(
        `${JSON.stringify(vector.prompt).slice(0, 40)} padded`,
        tokenizer.encodePadded(vector.prompt),
        isRepaired ? vector.padded : (vector.padded_without_ftfy ?? vector.padded),
      ),
    ]
  })
}
