import type { FastifyInstance } from 'fastify'
import type { App } from '../services/app.ts'
import { describeInterface } from '../services/openapi.ts'

/** Serves the OpenAPI document. It is written when somebody asks for it first. */
export function mountOpenApi(server: FastifyInstance, { version }: Pick<App, 'version'>): void {
  let document: Promise<Buffer> | undefined
  server.get('/openapi.json', async (_request, reply) => {
    document ??= describeInterface(version).then((described) => Buffer.from(JSON.stringify(described)))
    return reply.header('Content-Type', 'application/json; charset=utf-8').send(await document)
  })
}
