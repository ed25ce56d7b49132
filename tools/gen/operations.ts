import { listPaths } from '@bottega/contracts'

/** Writes the table of operations that the client has instead of the routes and their schemas. */
export function writeOperations(): string {
  const rows = Object.entries(listPaths()).map(([name, operation]) => {
    const fields = Object.entries(operation).map(([key, value]) => `${key}: '${value}'`)
    return `  ${name}: { ${fields.join(', ')} },\n`
  })
  return `import type { Operation, OperationName } from './calls.ts'

/** Every operation of the interface by its name. Written by \`npm run gen\` from the routes of the contract; do not edit. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
${rows.join('')}}
`
}
