import type { ModelFamily } from './define-family.ts'
import { sd1 } from './sd1/family.ts'

/** Every architecture that we run, in the order in which they are tried. */
export const FAMILIES: readonly ModelFamily[] = [sd1]
