import type { EngineNode } from '../engine-types.ts'
import { dynamicPrompt } from './dynamic-prompt.ts'
import { promptTemplate } from './prompt-template.ts'

export { type DynamicPromptOptions, expandDynamicPrompt } from './dynamic/expand.ts'

/** The nodes of this folder. */
export const PROMPT_NODES: readonly EngineNode[] = [dynamicPrompt, promptTemplate]
