import { buildOpenApi } from '@bottega/contracts'
import { describeNodes } from '@bottega/graph'
import { loadCatalogue } from '../queue/catalogue.ts'

/**
 * The OpenAPI document of everything that the program understands: all routes, events and nodes. What a server answers and what
 * is committed as reference are both this.
 *
 * @param version  of the program
 */
export async function describeInterface(version: string) {
  return buildOpenApi({ version, schemas: describeNodes(await loadCatalogue()) })
}
