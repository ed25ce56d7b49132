import { z } from 'zod'
import { InstallRequest, ModelInstallJob } from '../entities/model-install.ts'
import { ModelPairBody, RelatedModelsBody } from '../entities/model-record.ts'
import { notOffered } from '../later.ts'
import { EMPTY, text } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wireFlag, wireInteger } from '../wire-values.ts'

const job = z.object({ id: wireInteger() })
const noJob = ['model_install_not_found'] as const
const jobErrors = [...noJob, 'model_install_state'] as const

/** Getting models. */
export const modelInstallRoutes = {
  installModel: defineRoute({
    method: 'POST',
    path: '/api/v2/models/install',
    summary: 'Install a model from a path, a repository or an address',
    query: z.object({ source: z.string(), inplace: wireFlag().default(false) }),
    body: InstallRequest.optional(),
    response: ModelInstallJob,
    status: 201,
    access: 'admin',
    errors: [
      'model_source_unsupported',
      'model_source_unusable',
      'model_file_refused',
      'model_changes_invalid',
      'model_conflict',
      'not_offered',
    ],
  }),
  listModelInstalls: defineRoute({
    method: 'GET',
    path: '/api/v2/models/install',
    summary: 'List installs',
    response: z.array(ModelInstallJob),
    access: 'admin',
  }),
  pruneModelInstalls: defineRoute({
    method: 'DELETE',
    path: '/api/v2/models/install',
    summary: 'Forget installs that have ended',
    response: EMPTY,
    access: 'admin',
  }),
  installHuggingFaceModel: defineRoute({
    method: 'GET',
    path: '/api/v2/models/install/huggingface',
    summary: 'Install a repository by a link in a browser; answers with a page',
    query: z.object({ source: z.string() }),
    response: text('text/html'),
    status: 201,
    otherStatuses: [200],
    access: 'admin',
    scope: 'manage',
    errors: ['model_source_unsupported'],
    later: notOffered('Repositories are not read over the network yet: download the model and install it by its path'),
  }),
  getModelInstall: defineRoute({
    method: 'GET',
    path: '/api/v2/models/install/{id}',
    summary: 'Get an install',
    params: job,
    response: ModelInstallJob,
    access: 'admin',
    errors: noJob,
  }),
  cancelModelInstall: defineRoute({
    method: 'DELETE',
    path: '/api/v2/models/install/{id}',
    summary: 'Cancel an install',
    params: job,
    response: z.null(),
    status: 201,
    access: 'admin',
    errors: noJob,
  }),
  pauseModelInstall: defineRoute({
    method: 'POST',
    path: '/api/v2/models/install/{id}/pause',
    summary: 'Interrupt the downloads of an install',
    params: job,
    response: ModelInstallJob,
    status: 201,
    access: 'admin',
    errors: jobErrors,
  }),
  resumeModelInstall: defineRoute({
    method: 'POST',
    path: '/api/v2/models/install/{id}/resume',
    summary: 'Go on with the downloads of an install',
    params: job,
    response: ModelInstallJob,
    status: 201,
    access: 'admin',
    errors: jobErrors,
  }),
  restartModelInstall: defineRoute({
    method: 'POST',
    path: '/api/v2/models/install/{id}/restart_failed',
    summary: 'Fetch the failed files of an install again',
    params: job,
    response: ModelInstallJob,
    status: 201,
    access: 'admin',
    errors: jobErrors,
  }),
  restartModelInstallFile: defineRoute({
    method: 'POST',
    path: '/api/v2/models/install/{id}/restart_file',
    summary: 'Fetch one file of an install again, by its address',
    params: job,
    body: z.string().min(1),
    response: ModelInstallJob,
    status: 201,
    access: 'admin',
    errors: jobErrors,
  }),
}

/** Models that go together. */
export const modelRelationshipRoutes = {
  listRelatedModels: defineRoute({
    method: 'GET',
    path: '/api/v1/model_relationships/i/{model_key}',
    summary: 'List the keys of models that go with a model',
    params: z.object({ model_key: z.string() }),
    response: z.array(z.string()),
    access: 'user',
  }),
  relateModels: defineRoute({
    method: 'POST',
    path: '/api/v1/model_relationships/',
    summary: 'Note that two models go together',
    body: ModelPairBody,
    response: EMPTY,
    access: 'admin',
    errors: ['model_not_found', 'model_relationship_to_itself', 'model_relationship_exists'],
  }),
  unrelateModels: defineRoute({
    method: 'DELETE',
    path: '/api/v1/model_relationships/',
    summary: 'Note that two models do not go together',
    body: ModelPairBody,
    response: EMPTY,
    access: 'admin',
    errors: ['model_relationship_not_found'],
  }),
  listRelatedOfModels: defineRoute({
    method: 'POST',
    path: '/api/v1/model_relationships/batch',
    summary: 'List the keys of models that go with any of several models',
    body: RelatedModelsBody,
    response: z.array(z.string()),
    access: 'user',
    scope: 'read',
  }),
}
