import { z } from 'zod'
import { ModelSource } from '../entities/model-install.ts'
import { SubmodelType } from '../entities/model-kind.ts'
import { ModelRecord } from '../entities/model-record.ts'
import { defineEvent } from './define-event.ts'

// seconds since 1970, UTC
const time = { timestamp: z.int() }

const load = { ...time, config: ModelRecord, submodel_type: SubmodelType.nullable(), user_id: z.string() }

/** Models on their way into memory. */
export const modelLoadEvents = {
  model_load_started: defineEvent('model_load_started', z.object(load).meta({ id: 'ModelLoadStartedEvent' }), { to: 'owner' }),
  model_load_complete: defineEvent('model_load_complete', z.object(load).meta({ id: 'ModelLoadCompleteEvent' }), { to: 'owner' }),
}

const install = { ...time, id: z.int(), source: ModelSource }
const installBytes = {
  ...install,
  local_path: z.string(),
  bytes: z.int(),
  total_bytes: z.int(),
  parts: z.array(z.object({ url: z.string(), local_path: z.string(), bytes: z.int(), total_bytes: z.int() })),
}

/** Models on their way into the server. */
export const modelInstallEvents = {
  model_install_started: defineEvent('model_install_started', z.object(install).meta({ id: 'ModelInstallStartedEvent' }), {
    to: 'admins',
  }),
  model_install_download_started: defineEvent(
    'model_install_download_started',
    z.object(installBytes).meta({ id: 'ModelInstallDownloadStartedEvent' }),
    { to: 'admins' },
  ),
  model_install_download_progress: defineEvent(
    'model_install_download_progress',
    z.object(installBytes).meta({ id: 'ModelInstallDownloadProgressEvent' }),
    { to: 'admins' },
  ),
  model_install_downloads_complete: defineEvent(
    'model_install_downloads_complete',
    z.object(install).meta({ id: 'ModelInstallDownloadsCompleteEvent' }),
    { to: 'admins' },
  ),
  model_install_complete: defineEvent(
    'model_install_complete',
    z
      .object({ ...install, key: z.string(), total_bytes: z.int().nullable(), config: ModelRecord })
      .meta({ id: 'ModelInstallCompleteEvent' }),
    { to: 'admins' },
  ),
  model_install_cancelled: defineEvent('model_install_cancelled', z.object(install).meta({ id: 'ModelInstallCancelledEvent' }), {
    to: 'admins',
  }),
  model_install_error: defineEvent(
    'model_install_error',
    z.object({ ...install, error_type: z.string(), error: z.string() }).meta({ id: 'ModelInstallErrorEvent' }),
    { to: 'admins' },
  ),
}

const download = { ...time, source: z.string() }

/** Files on their way into the server. */
export const downloadEvents = {
  download_started: defineEvent(
    'download_started',
    z.object({ ...download, download_path: z.string() }).meta({ id: 'DownloadStartedEvent' }),
    { to: 'admins' },
  ),
  download_progress: defineEvent(
    'download_progress',
    z
      .object({ ...download, download_path: z.string(), current_bytes: z.int(), total_bytes: z.int() })
      .meta({ id: 'DownloadProgressEvent' }),
    { to: 'admins' },
  ),
  download_complete: defineEvent(
    'download_complete',
    z.object({ ...download, download_path: z.string(), total_bytes: z.int() }).meta({ id: 'DownloadCompleteEvent' }),
    { to: 'admins' },
  ),
  download_cancelled: defineEvent('download_cancelled', z.object(download).meta({ id: 'DownloadCancelledEvent' }), {
    to: 'admins',
  }),
  download_paused: defineEvent('download_paused', z.object(download).meta({ id: 'DownloadPausedEvent' }), { to: 'admins' }),
  download_error: defineEvent(
    'download_error',
    z.object({ ...download, error_type: z.string(), error: z.string() }).meta({ id: 'DownloadErrorEvent' }),
    { to: 'admins' },
  ),
}

const archive = {
  ...time,
  bulk_download_id: z.string(),
  bulk_download_item_id: z.string(),
  /** `<id>.zip` */
  bulk_download_item_name: z.string(),
  user_id: z.string(),
}

/** Archives of images in the making. */
export const archiveEvents = {
  bulk_download_started: defineEvent('bulk_download_started', z.object(archive).meta({ id: 'BulkDownloadStartedEvent' }), {
    to: 'concerned',
  }),
  bulk_download_complete: defineEvent('bulk_download_complete', z.object(archive).meta({ id: 'BulkDownloadCompleteEvent' }), {
    to: 'concerned',
  }),
  bulk_download_error: defineEvent(
    'bulk_download_error',
    z.object({ ...archive, error: z.string() }).meta({ id: 'BulkDownloadErrorEvent' }),
    { to: 'concerned' },
  ),
}

const task = { ...time, task_id: z.string(), user_id: z.string() }

/** Language models at work. */
export const languageModelEvents = {
  llm_task_progress: defineEvent(
    'llm_task_progress',
    z
      .object({
        ...task,
        phase: z.enum(['loading_model', 'generating']),
        message: z.string(),
        percentage: z.number().min(0).max(1).nullable(),
        current_tokens: z.int().nullable(),
        total_tokens: z.int().nullable(),
      })
      .meta({ id: 'LLMTaskProgressEvent' }),
    { to: 'concerned' },
  ),
  llm_task_complete: defineEvent('llm_task_complete', z.object(task).meta({ id: 'LLMTaskCompleteEvent' }), { to: 'concerned' }),
  llm_task_error: defineEvent('llm_task_error', z.object({ ...task, error: z.string() }).meta({ id: 'LLMTaskErrorEvent' }), {
    to: 'concerned',
  }),
}

const workflow = { ...time, workflow_id: z.string(), user_id: z.string() }
const published = z.object({ ...workflow, is_public: z.boolean() })

/** Changes in the library of workflows. */
export const workflowEvents = {
  workflow_created: defineEvent('workflow_created', published.meta({ id: 'WorkflowCreatedEvent' }), {
    to: 'concerned',
    isPublic: ({ is_public }) => is_public,
  }),
  workflow_updated: defineEvent(
    'workflow_updated',
    z.object({ ...workflow, old_is_public: z.boolean(), new_is_public: z.boolean() }).meta({ id: 'WorkflowUpdatedEvent' }),
    { to: 'concerned', isPublic: ({ new_is_public }) => new_is_public },
  ),
  /** an update has taken it from everybody's sight */
  workflow_access_revoked: defineEvent('workflow_access_revoked', z.object(workflow).meta({ id: 'WorkflowAccessRevokedEvent' }), {
    to: 'everybody',
  }),
  workflow_deleted: defineEvent('workflow_deleted', published.meta({ id: 'WorkflowDeletedEvent' }), {
    to: 'concerned',
    isPublic: ({ is_public }) => is_public,
  }),
}
