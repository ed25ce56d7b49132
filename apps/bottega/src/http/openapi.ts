import type { FastifyInstance } from 'fastify'
import type { Identify } from '../auth/identify.ts'
import type { App } from '../services/app.ts'
import { describeInterface } from '../services/openapi.ts'
import { readCredentials } from './peer.ts'

/** Serves the OpenAPI document. It is written when somebody asks for it first. */
export function mountOpenApi(
  server: FastifyInstance,
  { version, settings }: Pick<App, 'version' | 'settings'>,
  identify: Identify,
): void {
  const access = { who: settings.values.public_api_docs ? 'anyone' : 'user', media: false } as const
  let document: Promise<Buffer> | undefined
  server.get('/openapi.json', async (request, reply) => {
    await identify(access, readCredentials(request))
    document ??= describeInterface(version).then((described) => Buffer.from(JSON.stringify(described)))
    return reply.header('Content-Type', 'application/json; charset=utf-8').send(await document)
  })
}
