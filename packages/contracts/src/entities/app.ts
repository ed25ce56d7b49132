import { z } from 'zod'
import { SUBFOLDER_STRATEGIES } from '../settings/settings.ts'
import { IsoTime } from './time.ts'

/** The version of the interface; Bottega's own stands among the dependencies. */
export const AppVersion = z.object({ version: z.string() }).meta({ id: 'AppVersion' })

/** The version of the interface that is spoken. */
export const INTERFACE_VERSION = '6.14.0'

/** A device that can paint. */
export type GenerationDevice = z.infer<typeof GenerationDevice>
export const GenerationDevice = z.object({ device: z.string(), name: z.string() }).meta({ id: 'GenerationDeviceOption' })

/** All settings with their values, and the keys of those that were set. Secrets are shown as asterisks. */
export type RuntimeConfig = z.infer<typeof RuntimeConfig>
export const RuntimeConfig = z
  .object({ set_fields: z.array(z.string()), config: z.record(z.string(), z.unknown()) })
  .meta({ id: 'InvokeAIAppConfigWithSetFields' })

/** The settings that can be changed while the server runs; others are ignored. */
export type RuntimeConfigChanges = z.infer<typeof RuntimeConfigChanges>
export const RuntimeConfigChanges = z
  .object({
    image_subfolder_strategy: z.enum(SUBFOLDER_STRATEGIES).optional(),
    max_queue_history: z.int().min(0).nullish(),
    generation_devices: z.union([z.literal('auto'), z.array(z.string()).min(1)]).optional(),
  })
  .meta({ id: 'UpdateAppGenerationSettingsRequest' })

/** How much is logged: all, debug, info, warning, error, critical. */
export type LogLevel = z.infer<typeof LogLevel>
export const LogLevel = z.literal([0, 10, 20, 30, 40, 50]).meta({ id: 'LogLevel' })

/** How the cache of node outputs does. */
export type InvocationCacheStatus = z.infer<typeof InvocationCacheStatus>
export const InvocationCacheStatus = z
  .object({ size: z.int(), hits: z.int(), misses: z.int(), enabled: z.boolean(), max_size: z.int() })
  .meta({ id: 'InvocationCacheStatus' })

/** The external image providers that can be configured. */
export const EXTERNAL_PROVIDERS = ['alibabacloud', 'gemini', 'openai', 'seedream'] as const

/** Tells whether an id is that of an external provider. */
export function isExternalProvider(id: string): boolean {
  return EXTERNAL_PROVIDERS.some((known) => known === id)
}

/** Whether an external provider can be used. */
export const ExternalProviderStatus = z
  .object({ provider_id: z.string(), configured: z.boolean(), message: z.string().nullable() })
  .meta({ id: 'ExternalProviderStatusModel' })

/** How an external provider is set up, without its key. */
export const ExternalProviderConfig = z
  .object({ provider_id: z.string(), api_key_configured: z.boolean(), base_url: z.string().nullable() })
  .meta({ id: 'ExternalProviderConfigModel' })

/** A new set-up of an external provider. */
export const ExternalProviderChanges = z
  .object({ api_key: z.string().nullish(), base_url: z.string().nullish() })
  .meta({ id: 'ExternalProviderConfigUpdate' })

/** Whether images are being moved to other sub-folders. */
export const ImageMoveStatus = z
  .object({
    is_running: z.boolean(),
    operation: z.enum(['move_all', 'recovery']).nullable(),
    active_job_id: z.int().nullable(),
    latest_job: z
      .object({
        id: z.int(),
        state: z.enum(['planned', 'moving', 'moved', 'committed', 'error']),
        error_message: z.string().nullable(),
      })
      .meta({ id: 'ImageMoveJobResponse' })
      .nullable(),
    last_error: z.string().nullable(),
    needs_move_count: z.int(),
  })
  .meta({ id: 'ImageMoveStatusResponse' })

/** Packs of nodes that were added by hand. */
export const NodePackList = z
  .object({
    node_packs: z.array(
      z
        .object({ name: z.string(), path: z.string(), node_count: z.int(), node_types: z.array(z.string()) })
        .meta({ id: 'NodePackInfo' }),
    ),
    custom_nodes_path: z.string(),
  })
  .meta({ id: 'NodePackListResponse' })

/** Where a pack of nodes is to be taken from. */
export const InstallNodePackBody = z.object({ source: z.string() }).meta({ id: 'InstallNodePackRequest' })

/** What the install of a pack did. */
export const InstallNodePackResult = z
  .object({
    name: z.string(),
    success: z.boolean(),
    message: z.string(),
    workflows_imported: z.int(),
    requires_dependencies: z.boolean(),
    dependency_file: z.string().nullable(),
  })
  .meta({ id: 'InstallNodePackResponse' })

/** What the removal of a pack did. */
export const UninstallNodePackResult = z
  .object({ name: z.string(), success: z.boolean(), message: z.string() })
  .meta({ id: 'UninstallNodePackResponse' })

/** Whether the process answers. */
export const Liveness = z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' })

const Check = z.object({ status: z.string() })

const BackupOutcome = z.object({
  outcome: z.enum(['success', 'failure']),
  started_at: IsoTime,
  ended_at: IsoTime,
  /** When the latest one that succeeded began. */
  succeeded_at: IsoTime.nullable(),
  /** How many have failed one after the other. */
  failures: z.int(),
})

/** Whether the server can work; the checks are for administrators. */
export type Readiness = z.infer<typeof Readiness>
export const Readiness = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    checks: z.object({ database: Check, storage: Check, workers: Check }).optional(),
    /** How the last backup went, for administrators; null when there was none. */
    last_backup: BackupOutcome.nullable().optional(),
  })
  .meta({ id: 'Readiness' })
