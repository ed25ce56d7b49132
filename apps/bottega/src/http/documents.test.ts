import { AppError, SYSTEM_ACTOR, type Who } from '@bottega/contracts'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { mountDocuments } from './documents.ts'

async function ask(settings: { public_api_docs: boolean; base_url?: string | null }, path: string) {
  const server = Fastify()
  const asked: Who[] = []
  const values = { base_url: null, ...settings }
  mountDocuments(server, { version: '1', settings: { values } } as never, {
    pages: { send: async (name, reply) => reply.send(name) },
    // as with accounts, for somebody without one
    async identify({ who }) {
      asked.push(who)
      if (who !== 'anyone') throw new AppError('authentication_required')
      return { actor: SYSTEM_ACTOR }
    },
  })
  server.setErrorHandler((error, _request, reply) => reply.code(error instanceof AppError ? 401 : 500).send())
  const { statusCode, body } = await server.inject(path)
  return { statusCode, body, asked }
}

test.each(['/openapi.json', '/docs'])('%s is for users, and for anybody when the setting says so', async (path) => {
  expect(await ask({ public_api_docs: false }, path)).toMatchObject({ statusCode: 401, asked: ['user'] })
  expect(await ask({ public_api_docs: true }, path)).toMatchObject({ statusCode: 200, asked: ['anyone'] })
})

test('the document says where its paths begin', async () => {
  const below = await ask({ public_api_docs: true, base_url: '/studio' }, '/openapi.json')
  expect(JSON.parse(below.body).servers).toEqual([{ url: '/studio' }])
  const plain = await ask({ public_api_docs: true }, '/openapi.json')
  expect(JSON.parse(plain.body)).not.toHaveProperty('servers')
})
