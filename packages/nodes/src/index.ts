import { type Catalogue, createCatalogue } from '@bottega/graph'
import { BATCH_NODES } from './batch/index.ts'
import { CANVAS_NODES } from './canvas/index.ts'
import { COLLECTION_NODES } from './collections/index.ts'
import type { EngineNode } from './engine-types.ts'
import { IMAGE_NODES } from './image/index.ts'
import { INPAINT_NODES } from './inpaint/index.ts'
import { LATENT_NODES } from './latents/index.ts'
import { MASK_NODES } from './mask/index.ts'
import { MATH_NODES } from './math/index.ts'
import { METADATA_NODES } from './metadata/index.ts'
import { MODEL_NODES } from './model/index.ts'
import { PRIMITIVE_NODES } from './primitives/index.ts'
import { CONDITIONING_NODES } from './prompt-conditioning/index.ts'
import { PROMPT_NODES } from './prompts/index.ts'
import { STRING_NODES } from './strings/index.ts'
import { TILE_NODES } from './tiles/index.ts'
import { WORKFLOW_NODES } from './workflow/index.ts'

/*
 * The nodes that run here, one file each, one list a folder. What is in the catalogue runs; what cannot run
 * is not in it, but for nodes that editors resolve before they send a graph.
 */
export type {
  EncodedPrompt,
  EngineContext,
  EngineNode,
  EngineTypes,
  LoadedAutoencoder,
  LoadedCheckpoint,
  Picture,
} from './engine-types.ts'

export { type DynamicPromptOptions, expandDynamicPrompt } from './prompts/index.ts'

/** Every node by its type. */
export const CATALOGUE: Catalogue<EngineNode> = createCatalogue([
  ...BATCH_NODES,
  ...CANVAS_NODES,
  ...COLLECTION_NODES,
  ...CONDITIONING_NODES,
  ...IMAGE_NODES,
  ...INPAINT_NODES,
  ...LATENT_NODES,
  ...MASK_NODES,
  ...MATH_NODES,
  ...METADATA_NODES,
  ...MODEL_NODES,
  ...PRIMITIVE_NODES,
  ...PROMPT_NODES,
  ...STRING_NODES,
  ...TILE_NODES,
  ...WORKFLOW_NODES,
])
