import { z } from 'zod'
import { ModelBase, ModelFormat, ModelType, ModelVariant, RepoVariant } from './model-kind.ts'
import { ModelChanges, ModelRecord } from './model-record.ts'

/** Where a model is taken from. Secrets that were sent along are never shown. */
export type ModelSource = z.infer<typeof ModelSource>
export const ModelSource = z.discriminatedUnion('type', [
  z.object({ type: z.literal('local'), path: z.string(), inplace: z.boolean().nullable() }).meta({ id: 'LocalModelSource' }),
  z
    .object({
      type: z.literal('hf'),
      repo_id: z.string(),
      variant: RepoVariant.nullable(),
      subfolder: z.string().nullable(),
    })
    .meta({ id: 'HFModelSource' }),
  z.object({ type: z.literal('url'), url: z.string() }).meta({ id: 'URLModelSource' }),
  z
    .object({ type: z.literal('external'), provider_id: z.string(), provider_model_id: z.string() })
    .meta({ id: 'ExternalModelSource' }),
])

/** The states of an install. */
export type InstallStatus = z.infer<typeof InstallStatus>
export const InstallStatus = z
  .enum(['waiting', 'downloading', 'downloads_done', 'running', 'paused', 'completed', 'error', 'cancelled'])
  .meta({ id: 'InstallStatus' })

/** A file that is being fetched. */
export type DownloadJob = z.infer<typeof DownloadJob>
export const DownloadJob = z
  .object({
    id: z.int(),
    dest: z.string(),
    download_path: z.string().nullable(),
    status: z.enum(['waiting', 'running', 'paused', 'completed', 'cancelled', 'error']).meta({ id: 'DownloadJobStatus' }),
    bytes: z.int(),
    total_bytes: z.int(),
    error_type: z.string().nullable(),
    error: z.string().nullable(),
    source: z.string(),
    priority: z.int(),
    job_started: z.string().nullable(),
    job_ended: z.string().nullable(),
    content_type: z.string().nullable(),
    canonical_url: z.string().nullable(),
    etag: z.string().nullable(),
    last_modified: z.string().nullable(),
    final_url: z.string().nullable(),
    expected_total_bytes: z.int().nullable(),
    resume_required: z.boolean(),
    resume_message: z.string().nullable(),
    resume_from_scratch: z.boolean(),
  })
  .meta({ id: 'DownloadJob' })

/** An install of a model, from its request to its record or its failure. */
export type ModelInstallJob = z.infer<typeof ModelInstallJob>
export const ModelInstallJob = z
  .object({
    id: z.int(),
    status: InstallStatus,
    error_reason: z.string().nullable(),
    config_in: ModelChanges,
    config_out: ModelRecord.nullable(),
    inplace: z.boolean(),
    source: ModelSource,
    local_path: z.string(),
    bytes: z.int(),
    total_bytes: z.int(),
    source_metadata: z.record(z.string(), z.unknown()).nullable(),
    download_parts: z.array(DownloadJob),
    error: z.string().nullable(),
    error_traceback: z.string().nullable(),
  })
  .meta({ id: 'ModelInstallJob' })

/** What to force onto the record of a new model, and a secret for the place it is fetched from. */
export type InstallRequest = z.infer<typeof InstallRequest>
export const InstallRequest = z
  .object({ ...ModelChanges.shape, access_token: z.string().nullish() })
  .meta({ id: 'InstallModelRequest' })

/** A model that a scan has found. */
export type FoundModel = z.infer<typeof FoundModel>
export const FoundModel = z.object({ path: z.string(), is_installed: z.boolean() }).meta({ id: 'FoundModel' })

/** What a repository of Hugging Face holds. */
export const HuggingFaceModels = z
  .object({ urls: z.array(z.string()).nullable(), is_diffusers: z.boolean() })
  .meta({ id: 'HuggingFaceModels' })

/** Whether the stored login of Hugging Face works. */
export const HuggingFaceLogin = z.enum(['valid', 'invalid', 'unknown']).meta({ id: 'HFTokenStatus' })

/** A login of Hugging Face, in a body. */
export const HuggingFaceLoginBody = z.object({ token: z.string().min(1) }).meta({ id: 'Body_do_hf_login' })

const starterFields = {
  name: z.string(),
  description: z.string(),
  source: z.string(),
  base: ModelBase,
  type: ModelType,
  format: ModelFormat.nullable(),
  variant: ModelVariant.nullable(),
  is_installed: z.boolean(),
  previous_names: z.array(z.string()),
  capabilities: z.record(z.string(), z.unknown()).nullable(),
  default_settings: z.record(z.string(), z.unknown()).nullable(),
  panel_schema: z.record(z.string(), z.unknown()).nullable(),
}

const StarterModel = z
  .object({
    ...starterFields,
    dependencies: z.array(z.object(starterFields).meta({ id: 'StarterModelWithoutDependencies' })).nullable(),
  })
  .meta({ id: 'StarterModel' })

/** Models to begin with, singly and by architecture. */
export const StarterModels = z
  .object({
    starter_models: z.array(StarterModel),
    starter_bundles: z.record(
      z.string(),
      z.object({ name: z.string(), models: z.array(StarterModel) }).meta({ id: 'StarterModelBundle' }),
    ),
  })
  .meta({ id: 'StarterModelResponse' })

/** How the cache of loaded models does; sizes in bytes. */
export type ModelCacheStats = z.infer<typeof ModelCacheStats>
export const ModelCacheStats = z
  .object({
    hits: z.int(),
    misses: z.int(),
    high_watermark: z.int(),
    in_cache: z.int(),
    cleared: z.int(),
    cache_size: z.int(),
    loaded_model_sizes: z.record(z.string(), z.int()),
  })
  .meta({ id: 'CacheStats' })

/** A folder of the models folder with model files but no record. */
export type OrphanedModel = z.infer<typeof OrphanedModel>
export const OrphanedModel = z
  .object({ path: z.string(), absolute_path: z.string(), files: z.array(z.string()), size_bytes: z.int() })
  .meta({ id: 'OrphanedModelInfo' })

/** Orphans to delete, by the paths of the list. */
export const OrphanPathsBody = z.object({ paths: z.array(z.string()) }).meta({ id: 'DeleteOrphanedModelsRequest' })

/** Which orphans were deleted, and why others were not. */
export type DeleteOrphansResult = z.infer<typeof DeleteOrphansResult>
export const DeleteOrphansResult = z
  .object({ deleted: z.array(z.string()), errors: z.record(z.string(), z.string()) })
  .meta({ id: 'DeleteOrphanedModelsResponse' })
