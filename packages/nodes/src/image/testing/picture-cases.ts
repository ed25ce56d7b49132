import type { JsonObject } from '@bottega/graph'
import type { EngineNode } from '../../engine-types.ts'
import { parsePicture, writePicture } from './pixels.ts'
import { createStage } from './stage.ts'

/**
 * What one node makes of pictures: the inputs beside them, the pictures by the names of their inputs, the picture that comes out, or words of
 * the refusal. All pictures are written as `parsePicture` reads them.
 */
export type PictureCase = readonly [
  type: string,
  inputs: JsonObject,
  pictures: Readonly<Record<string, string>>,
  result: string | { readonly refused: string },
]

function describeCase([type, inputs, pictures, result]: PictureCase): string {
  const given = Object.entries(pictures).map(([name, text]) => `${name} ${text}`)
  const ending = typeof result === 'string' ? `gives ${result}` : `is refused: ${result.refused}`
  return `${type} of ${[...given, JSON.stringify(inputs)].join(', ')} ${ending}`
}

/** The cases with a title each, as `test.each` takes them. */
export function titledPictures(cases: readonly PictureCase[]): readonly (readonly [string, PictureCase])[] {
  return cases.map((one) => [describeCase(one), one] as const)
}

/** Runs a node on pictures that are written down; the one that comes out, written down too. */
export async function runOnPictures(
  nodes: readonly EngineNode[],
  type: string,
  inputs: JsonObject,
  given: PictureCase[2],
): Promise<string> {
  const pictures = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, parsePicture(text)]))
  const stage = createStage(nodes, { pictures })
  const images = Object.fromEntries(Object.keys(given).map((name) => [name, { image_name: name }]))
  const output = await stage.run(type, { ...inputs, ...images })
  const picture = stage.picture(output)
  const isTrue = output.type === 'image_output' && output.width === picture.width && output.height === picture.height
  return isTrue ? writePicture(picture) : `the output says otherwise: ${JSON.stringify(output)}`
}

/** Plays a case. @returns what came of it in the words of the case: the same as its result when all is well */
export async function playPictures(
  nodes: readonly EngineNode[],
  [type, inputs, pictures, result]: PictureCase,
): Promise<unknown> {
  if (typeof result === 'string') return runOnPictures(nodes, type, inputs, pictures)
  try {
    return await runOnPictures(nodes, type, inputs, pictures)
  } catch (error) {
    const message = String(error)
    return { refused: message.includes(result.refused) ? result.refused : message }
  }
}
