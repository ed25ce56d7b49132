import type { EngineNode } from '../engine-types.ts'
import { clipSkip } from './clip-skip.ts'
import { mainModelLoader } from './main-model-loader.ts'
import { modelIdentifier } from './model-identifier.ts'
import { seamless } from './seamless.ts'
import { vaeLoader } from './vae-loader.ts'

/** Nodes that name models and parts of models. */
export const MODEL_NODES: readonly EngineNode[] = [clipSkip, mainModelLoader, modelIdentifier, seamless, vaeLoader]
