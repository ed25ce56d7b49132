import { ImageCategory, NO_BOARD, ResourceOrigin } from '@bottega/contracts'
import { z } from 'zod'
import type { WholeImage } from '../../apps/bottega/src/data/repositories/images.ts'
import { normalizeTime } from '../../apps/bottega/src/data/time.ts'
import { parseJsonObject } from '../../apps/bottega/src/services/json-text.ts'
import type { Line } from './read-lines.ts'
import { SeedError } from './seed-error.ts'

/** Largest side; what the database keeps of one is a number, whatever lies on the disk. */
const MAX_SIDE = 2 ** 16

// the store cuts a text at NUL, and a file of such a name could not be
const text = z
  .string()
  .min(1)
  .max(300)
  .refine((value) => !value.includes('\0'), 'must not hold NUL')
const side = z.int().min(1).max(MAX_SIDE)
// as JSON has it, or as databases do
const flag = z.union([z.boolean(), z.literal([0, 1])]).transform(Number)

const SeedRecord = z.strictObject({
  image_name: z.string().regex(/^\w[\w.-]{0,250}\.png$/, 'must be letters, digits, dots and dashes, and end in .png'),
  user_id: text,
  board_id: text.refine((value) => value !== NO_BOARD, `must not be ${NO_BOARD}: null stands for no board`).nullable(),
  width: side,
  height: side,
  image_category: ImageCategory,
  image_origin: ResourceOrigin,
  metadata: z
    .string()
    .refine((value) => !value.includes('\0') && parseJsonObject(value) !== undefined, 'must be a JSON object as text')
    .nullable(),
  created_at: z.string().transform((value, context) => {
    try {
      return normalizeTime(value)
    } catch {
      context.addIssue('must be a time in UTC, YYYY-MM-DD HH:MM:SS.fff')
      return z.NEVER
    }
  }),
  starred: flag,
  has_workflow: flag,
  is_intermediate: flag,
})

/**
 * The image that a line describes.
 *
 * @throws SeedError that names the line and all that is wrong with it
 */
export function parseSeedRecord({ number, text }: Line): WholeImage {
  const parsed = SeedRecord.safeParse(parseJson(number, text))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
    throw new SeedError(`Line ${number} is no image record (${faults.join('; ')}).`)
  }
  const record = parsed.data
  return { ...record, session_id: null, node_id: null, image_subfolder: '', updated_at: record.created_at, placeholder: null }
}

function parseJson(number: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SeedError(`Line ${number} is not JSON.`, { cause })
  }
}
