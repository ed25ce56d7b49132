import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Identify } from '../auth/identify.ts'
import type { App } from '../services/app.ts'
import { describeInterface } from '../services/server/openapi.ts'
import type { Pages } from './page.ts'
import { readCredentials } from './peer.ts'

const METHODS = ['GET', 'HEAD']

/**
 * Serves the OpenAPI document of all routes, events and nodes, and a page to read it and try it out. The document is written when
 * somebody asks for it first. Both are for whoever may use the interface, or for anybody if the setting says so.
 */
export function mountDocuments(
  server: FastifyInstance,
  { version, settings }: Pick<App, 'version' | 'settings'>,
  { identify, pages }: { readonly identify: Identify; readonly pages: Pages },
): void {
  const { public_api_docs, base_url } = settings.values
  const access = { who: public_api_docs ? 'anyone' : 'user', media: false } as const
  const preHandler = async (request: FastifyRequest) => {
    await identify(access, readCredentials(request))
  }
  let document: Promise<Buffer> | undefined
  server.route({
    method: METHODS,
    url: '/openapi.json',
    preHandler,
    handler: async (_request, reply) => {
      document ??= writeDocument(version, base_url)
      return reply.header('Content-Type', 'application/json; charset=utf-8').send(await document)
    },
  })
  server.route({ method: METHODS, url: '/docs', preHandler, handler: (_request, reply) => pages.send('docs.html', reply) })
}

/** @param basePath  where its paths begin for those who read it */
async function writeDocument(version: string, basePath: string | null): Promise<Buffer> {
  const servers = basePath === null ? {} : { servers: [{ url: basePath }] }
  return Buffer.from(JSON.stringify({ ...(await describeInterface(version)), ...servers }))
}
