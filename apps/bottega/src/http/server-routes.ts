import { DEFAULT_QUEUE_ID, INTERFACE_VERSION, LogLevel, parseSetting } from '@bottega/contracts'
import {
  deleteClientKey,
  deleteClientKeys,
  getClientState,
  listClientKeys,
  setClientState,
} from '../services/accounts/client-state.ts'
import type { App } from '../services/app.ts'
import { writeOutPrompts } from '../services/library/dynamic-prompts.ts'
import { chooseDevices, listDevices } from '../services/models/devices.ts'
import { recall } from '../services/queue/recall.ts'
import { listVersions } from '../services/server/app-info.ts'
import { checkReadiness, IDENTITY_HEADER, type Readiness } from '../services/server/readiness.ts'
import type { Server } from '../services/server/server.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of the server itself: version, devices, settings and health. */
export function createServerHandlers(app: App & Pick<Server, 'metrics'>, readiness: Readiness) {
  const { settings, log } = app
  return {
    getAppVersion: () => ({ version: INTERFACE_VERSION }),
    getAppDependencies: () => listVersions(app),
    // `infill_patchmatch` is in the catalogue
    getPatchmatchStatus: () => true,
    listGenerationDevices: () => listDevices(),
    getRuntimeConfig: () => settings.show(),
    updateRuntimeConfig: async ({ body }) => {
      if (body.generation_devices) chooseDevices(parseSetting('generation_devices', body.generation_devices))
      await settings.update(body)
      return settings.show()
    },
    // only levels of the wire are ever set
    getLogLevel: () => LogLevel.parse(log.level),
    setLogLevel: ({ body }) => {
      log.level = body
      return body
    },
    writeOutPrompts: ({ body }) => writeOutPrompts(body),
    getLiveness: (_input, { setHeader }) => {
      if (readiness.identity !== undefined) setHeader(IDENTITY_HEADER, readiness.identity)
      return { status: 'ok' as const }
    },
    getReadiness: async (_input, { actor, setStatus }) => {
      const answer = await checkReadiness(app, readiness, actor)
      if (answer.status !== 'ok') setStatus(503)
      return answer
    },
    getMetrics: () => app.metrics.write(),
  } satisfies Partial<Handlers>
}

/** Answers the routes of what pages keep on the server, and of settings that other programs put into them. */
export function createClientStateHandlers(app: App) {
  return {
    getClientState: async ({ query }, { actor, setHeader }) => {
      const { value, etag } = await getClientState(app, actor, query.key)
      setHeader('ETag', etag)
      return value
    },
    setClientState: async ({ query, headers, body }, { actor, setHeader }) => {
      const { etag } = await setClientState(app, actor, query.key, { value: body, ifMatch: headers['if-match'] })
      setHeader('ETag', etag)
      return body
    },
    listClientStateKeys: ({ query }, { actor }) => listClientKeys(app, actor, query.prefix),
    deleteClientStateKey: ({ query }, { actor }) => deleteClientKey(app, actor, query.key).then(() => null),
    deleteClientState: (_input, { actor }) => deleteClientKeys(app, actor).then(() => null),
    recall: ({ params, query, body }, { actor }) => recall(app, actor, params.queue_id, { parameters: body, ...query }),
    describeRecall: ({ params }) => ({
      queue_id: params.queue_id || DEFAULT_QUEUE_ID,
      message: 'POST the parameters as JSON; they are put into the open pages of the caller',
    }),
  } satisfies Partial<Handlers>
}
