import { AppError } from '@bottega/contracts'
import type { App } from '../services/app.ts'
import { deleteOrphans, listOrphans, scanFolder } from '../services/models/model-folders.ts'
import {
  changeModel,
  findModelBy,
  getModel,
  getModelImage,
  reidentifyModel,
  reidentifyModels,
  removeModel,
  removeModelImage,
  removeModels,
  setModelImage,
  showMissingModels,
  showModels,
} from '../services/models/model-records.ts'
import { relateModels, showRelatedModels, unrelateModels } from '../services/models/model-relationships.ts'
import type { Server } from '../services/server/server.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of models. */
export function createModelHandlers(app: App) {
  return {
    listModels: async ({ query }, { actor }) => ({ models: await showModels(app, actor, query) }),
    listMissingModels: async (_input, { actor }) => ({ models: await showMissingModels(app, actor) }),
    getModelByAttributes: async ({ query: { name, type, base } }, { actor }) => {
      const model = await findModelBy(app, actor, { name, type, bases: [base] })
      if (model === undefined) throw new AppError('model_not_found_by_attributes')
      return model
    },
    getModelByHash: async ({ query: { hash } }, { actor }) => {
      const model = await findModelBy(app, actor, { hash })
      if (model === undefined) throw new AppError('model_not_found_by_hash')
      return model
    },
    getModel: ({ params }, { actor }) => getModel(app, actor, params.key),
    updateModel: ({ params, body }, { actor }) => changeModel(app, actor, params.key, body),
    deleteModel: ({ params }) => removeModel(app, params.key).then(() => undefined),
    reidentifyModel: ({ params }, { actor }) => reidentifyModel(app, actor, params.key),
    deleteModels: ({ body }) => removeModels(app, body.keys),
    reidentifyModels: ({ body }, { actor }) => reidentifyModels(app, actor, body.keys),
    getModelImage: async ({ params }) => ({ type: 'image/webp', content: await getModelImage(app, params.key) }),
    setModelImage: ({ params, form }) => setModelImage(app, params.key, form.image).then(() => null),
    deleteModelImage: ({ params }) => removeModelImage(app, params.key).then(() => undefined),
    scanFolder: ({ query }) => scanFolder(app, query.scan_path),
    getModelCacheStats: () => null,
    listOrphanedModels: () => listOrphans(app),
    deleteOrphanedModels: ({ body }) => deleteOrphans(app, body.paths),
  } satisfies Partial<Handlers>
}

/** Answers the routes of installs. Those that act on downloads find installs that have none. */
export function createInstallHandlers({ modelInstalls, ...app }: Server) {
  const refuseDownloadAct = (id: number): never => {
    modelInstalls.get(id)
    throw new AppError('model_install_state', { reason: 'This install has no downloads' })
  }
  return {
    installModel: ({ query, body }) => modelInstalls.order(query.source, { inplace: query.inplace, request: body ?? {} }),
    listModelInstalls: () => [...modelInstalls.list()],
    pruneModelInstalls: () => void modelInstalls.prune(),
    getModelInstall: ({ params }) => modelInstalls.get(params.id),
    cancelModelInstall: ({ params }) => {
      modelInstalls.cancel(params.id)
      return null
    },
    pauseModelInstall: ({ params }) => refuseDownloadAct(params.id),
    resumeModelInstall: ({ params }) => refuseDownloadAct(params.id),
    restartModelInstall: ({ params }) => refuseDownloadAct(params.id),
    restartModelInstallFile: ({ params }) => refuseDownloadAct(params.id),
    listRelatedModels: ({ params }) => showRelatedModels(app, [params.model_key]),
    relateModels: ({ body }) => relateModels(app, body.model_key_1, body.model_key_2).then(() => undefined),
    unrelateModels: ({ body }) => unrelateModels(app, body.model_key_1, body.model_key_2).then(() => undefined),
    listRelatedOfModels: ({ body }) => showRelatedModels(app, body.model_keys),
  } satisfies Partial<Handlers>
}
