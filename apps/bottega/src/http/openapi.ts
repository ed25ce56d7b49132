import { buildOpenApi } from '@bottega/contracts'
import { describeNodes } from '@bottega/graph'
import type { FastifyInstance } from 'fastify'
import type { App } from '../services/app.ts'
import { loadCatalogue } from '../services/catalogue.ts'

/** Serves the OpenAPI document of all routes, events and nodes. It is written when somebody asks for it first. */
export function mountOpenApi(server: FastifyInstance, { version }: Pick<App, 'version'>): void {
  let document: Promise<Buffer> | undefined
  server.get('/openapi.json', async (_request, reply) => {
    document ??= writeDocument(version)
    return reply.header('Content-Type', 'application/json; charset=utf-8').send(await document)
  })
}

async function writeDocument(version: string): Promise<Buffer> {
  const catalogue = await loadCatalogue()
  return Buffer.from(JSON.stringify(buildOpenApi({ version, schemas: describeNodes(catalogue) })))
}
