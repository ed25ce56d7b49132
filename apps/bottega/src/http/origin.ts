import { AppError, CODE_HEADER, DETAILS_HEADER, type Settings } from '@bottega/contracts'
import type { FastifyInstance } from 'fastify'
import { isOwnOrigin } from '../auth/own-origin.ts'
import { isReading } from './peer.ts'

/**
 * Refuses changes that pages of foreign origins ask for, and answers the questions of browsers about allowed ones. `null` is the
 * origin of nobody.
 */
export function guardOrigins(server: FastifyInstance, settings: Pick<Settings, OriginSetting>): void {
  const { allow_origins, allow_credentials, allow_methods, allow_headers } = settings
  const isAllowed = (origin: string) => allow_origins.includes('*') || allow_origins.includes(origin)

  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin === undefined || isOwnOrigin(origin, request.host)) return
    if (isAllowed(origin)) {
      reply.header('Access-Control-Allow-Origin', origin).header('Vary', 'Origin')
      reply.header('Access-Control-Expose-Headers', `ETag, Location, X-Refreshed-Token, ${CODE_HEADER}, ${DETAILS_HEADER}`)
      if (allow_credentials) reply.header('Access-Control-Allow-Credentials', 'true')
      if (request.method !== 'OPTIONS') return
      const asked = request.headers['access-control-request-headers'] ?? ''
      reply.header(
        'Access-Control-Allow-Methods',
        allow_methods.includes('*') ? 'GET, HEAD, POST, PUT, PATCH, DELETE' : allow_methods.join(', '),
      )
      reply.header('Access-Control-Allow-Headers', allow_headers.includes('*') ? asked : allow_headers.join(', '))
      return reply.code(204).send()
    }
    if (!isReading(request)) throw new AppError('origin_forbidden')
  })
}

type OriginSetting = 'allow_origins' | 'allow_credentials' | 'allow_methods' | 'allow_headers'
