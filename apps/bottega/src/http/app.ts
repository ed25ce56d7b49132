import { randomUUID } from 'node:crypto'
import { AppError } from '@bottega/contracts'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Identify } from '../auth/identify.ts'
import { checkRules, findRoleActs } from '../services/access.ts'
import { noteRoleActs } from '../services/accounts/role-acts.ts'
import { describeForLog } from '../services/log/log.ts'
import { withLogContext } from '../services/log/log-context.ts'
import type { Readiness } from '../services/server/readiness.ts'
import type { Server } from '../services/server/server.ts'
import { compressAnswers } from './compress.ts'
import { createHandlers } from './create-handlers.ts'
import { mountDocuments } from './documents.ts'
import { answerError } from './errors.ts'
import { trustProxies } from './forwarded-host.ts'
import { type FindStrangeHost, guardHosts } from './known-host.ts'
import { mountRoutes } from './mount.ts'
import { guardOrigins } from './origin.ts'
import { isPageAddress, mountLinkPage, mountPageFiles, type PageFiles } from './page.ts'
import { createRenewal } from './renewal.ts'

/** The most bytes of a body that is no form. */
const BODY_LIMIT_BYTES = 16 * 2 ** 20
const MAX_HEADER_BYTES = 32 * 1024

/** What an HTTP server is made of. */
export interface HttpOptions {
  readonly app: Server
  readonly identify: Identify
  readonly readiness: Readiness
  /** The built page. */
  readonly page: PageFiles
  readonly findStrangeHost: FindStrangeHost
  /** Certificate and key, to serve HTTPS. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined
}

/** Builds the HTTP server with every route of the contract and the page; it does not listen yet. */
export async function createHttpServer({
  app,
  identify,
  readiness,
  page,
  findStrangeHost,
  tls,
}: HttpOptions): Promise<FastifyInstance> {
  const { values: settings } = app.settings
  const server = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    // connections are ended, not answered, when the server stops
    return503OnClosing: false,
    exposeHeadRoutes: false,
    trustProxy: trustProxies(settings.forwarded_allow_ips),
    // routes read and write by their own schemas; this keeps the framework from loading its compilers
    schemaController: { compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas } },
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true },
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    ...(tls && { https: { ...tls, maxHeaderSize: MAX_HEADER_BYTES } }),
    frameworkErrors: (error, request, reply) => void sendError(app, error, request, reply),
    clientErrorHandler: (error, socket) => {
      if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) return
      const tooLarge = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW'
      socket.end(writeRawError(tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request', tooLarge))
    },
  })

  // every body but forms is gathered as bytes; each route reads it as it declares
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  await server.register(multipart)

  server.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id)
    withLogContext({ request: request.id }, done)
  })
  server.addHook('onResponse', (request, reply, done) => {
    noteAnswer(app, request, reply)
    done()
  })
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff')
    reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    reply.header('Referrer-Policy', 'no-referrer')
    reply.header('Cache-Control', 'no-store')
  })
  guardHosts(server, findStrangeHost)
  guardOrigins(server, settings)
  compressAnswers(server, settings.http_compression_level)
  server.setErrorHandler((error, request, reply) => sendError(app, error, request, reply))

  const pages = mountPageFiles(server, page, settings.base_url ?? '')
  server.route({ method: ['GET', 'HEAD'], url: '/', handler: (_request, reply) => pages.send('index.html', reply) })
  mountLinkPage(server, pages)
  server.setNotFoundHandler((request, reply) =>
    isPageAddress(request) ? pages.send('index.html', reply) : sendError(app, new AppError('route_not_found'), request, reply),
  )
  mountRoutes(server, createHandlers(app, readiness), {
    identify,
    renew: createRenewal(app),
    checkRules: (actor, route, input) => checkRules(app, actor, route.access.rules, input),
    findRoleActs: (actor, route, input) => findRoleActs(app, actor, route, input),
    noteRoleActs: (doer, acts) => noteRoleActs(app, doer, acts),
  })
  mountDocuments(server, app, { identify, pages })
  return server
}

/** Counts a request that was answered. Its path never goes into a log or a label: it may hold a token. */
function noteAnswer({ metrics, log }: Server, { id, method, routeOptions }: FastifyRequest, reply: FastifyReply): void {
  const { statusCode: status, elapsedTime } = reply
  const route = routeOptions.url
  metrics.noteRequest({ method, route, status, seconds: elapsedTime / 1000 })
  const took = Math.round(elapsedTime)
  log.write('debug', `${method} ${route ?? 'unknown path'}: ${status}`, { request: id, milliseconds: took })
}

function refuseSchemas(): never {
  throw new Error('no route gives the framework a schema')
}

function sendError(app: Server, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, body, isFault } = answerError(error, BODY_LIMIT_BYTES)
  if (isFault) app.log.write('error', `${request.method} ${request.routeOptions.url ?? 'unknown path'}: ${describeForLog(error)}`)
  reply.removeHeader('ETag').removeHeader('Content-Disposition').removeHeader('Content-Length')
  // what is left of a body that was refused is not waited for
  if (status === 413) reply.header('Connection', 'close')
  return reply
    .code(status)
    .headers({ 'Cache-Control': 'no-store', ...headers, 'Content-Type': 'application/json; charset=utf-8' })
    .send(JSON.stringify(body))
}

function writeRawError(status: string, tooLarge: boolean): string {
  const body = JSON.stringify({ detail: tooLarge ? 'The headers are too large' : 'The request cannot be read' })
  const headers = `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close`
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`
}
