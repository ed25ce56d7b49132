// What tools/gen.mjs makes from the declarations of the packages. An entry of the build.
import { writeOperations } from './operations.ts'

/** The text of each generated file, by its path from the root of the clone. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'packages/client/src/operations.ts': writeOperations,
}
