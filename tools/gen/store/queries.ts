import { dataSpecimens, fillData } from './data-specimens.ts'
import { fillQueue, queueSpecimens } from './queue-specimens.ts'
import { type Asked, recordStatements, writeStatements } from './statements.ts'

/** Everything that the program asks of its database. */
export function recordAll(): Promise<Asked[]> {
  return recordStatements({ ...dataSpecimens, ...queueSpecimens }, async (tx) => {
    await fillData(tx)
    await fillQueue(tx)
  })
}

/** Writes it for review. */
export async function writeQueries(): Promise<string> {
  return writeStatements(await recordAll())
}
