import type { TransferResult } from '@bottega/contracts'
import { countWords } from '../count-words.ts'

/** How much a hand-over moves, in words: `312 images, 4 boards`. */
export function describeContent(counts: Omit<TransferResult, 'id' | 'dry_run' | 'videos' | 'others_images'>): string {
  const parts = [
    [counts.images, 'image'],
    [counts.boards, 'board'],
    [counts.workflows, 'workflow'],
    [counts.style_presets, 'style preset'],
    [counts.system_prompts, 'system prompt'],
  ] as const
  const there = parts.filter(([count]) => count > 0).map(([count, name]) => countWords(count, name))
  return there.length === 0 ? 'nothing' : there.join(', ')
}
