import { z } from 'zod'
import {
  AppVersion,
  EXTERNAL_PROVIDERS,
  ExternalProviderChanges,
  ExternalProviderConfig,
  ExternalProviderStatus,
  GenerationDevice,
  ImageMoveStatus,
  InstallNodePackBody,
  InstallNodePackResult,
  InvocationCacheStatus,
  isExternalProvider,
  Liveness,
  LogLevel,
  NodePackList,
  Readiness,
  RuntimeConfig,
  RuntimeConfigChanges,
  UninstallNodePackResult,
} from '../entities/app.ts'
import {
  DynamicPrompts,
  DynamicPromptsRequest,
  ExpandedPrompt,
  ExpandPromptRequest,
  ImagePrompt,
  ImageToPromptRequest,
} from '../entities/utility.ts'
import { notOffered, refuse } from '../later.ts'
import { text } from '../response.ts'
import { defineRoute } from '../route.ts'

const provider = z.object({ provider_id: z.string() })
const changeProvider = ({ params: { provider_id } }: { readonly params: { readonly provider_id: string } }) =>
  isExternalProvider(provider_id)
    ? notOffered('External providers are not offered yet: use a model of this server')
    : refuse('external_provider_not_found', { providerId: provider_id })

/** The server itself: version, devices, settings, caches. */
export const appRoutes = {
  getAppVersion: defineRoute({
    method: 'GET',
    path: '/api/v1/app/version',
    summary: 'Tell the version of the interface',
    response: AppVersion,
    access: 'anyone',
  }),
  getAppDependencies: defineRoute({
    method: 'GET',
    path: '/api/v1/app/app_deps',
    summary: 'Tell the versions of the program and of what it uses',
    response: z.record(z.string(), z.string()),
    access: 'user',
  }),
  getPatchmatchStatus: defineRoute({
    method: 'GET',
    path: '/api/v1/app/patchmatch_status',
    summary: 'Tell whether infilling with PatchMatch can be used',
    response: z.boolean(),
    access: 'user',
  }),
  listGenerationDevices: defineRoute({
    method: 'GET',
    path: '/api/v1/app/generation_device_options',
    summary: 'List the devices that can paint',
    response: z.array(GenerationDevice),
    access: 'user',
  }),
  getRuntimeConfig: defineRoute({
    method: 'GET',
    path: '/api/v1/app/runtime_config',
    summary: 'Get all settings; secrets are hidden',
    response: RuntimeConfig,
    access: 'admin',
  }),
  updateRuntimeConfig: defineRoute({
    method: 'PATCH',
    path: '/api/v1/app/runtime_config',
    summary: 'Change settings that need no restart',
    body: RuntimeConfigChanges,
    response: RuntimeConfig,
    access: 'admin',
    errors: ['setting_invalid'],
  }),
  getLogLevel: defineRoute({
    method: 'GET',
    path: '/api/v1/app/logging',
    summary: 'Tell how much is logged',
    response: LogLevel,
    access: 'admin',
  }),
  setLogLevel: defineRoute({
    method: 'POST',
    path: '/api/v1/app/logging',
    summary: 'Say how much is logged, until the server stops',
    body: LogLevel,
    response: LogLevel,
    access: 'admin',
  }),
  clearInvocationCache: defineRoute({
    method: 'DELETE',
    path: '/api/v1/app/invocation_cache',
    summary: 'Forget kept outputs of nodes',
    response: z.null(),
    access: 'admin',
  }),
  enableInvocationCache: defineRoute({
    method: 'PUT',
    path: '/api/v1/app/invocation_cache/enable',
    summary: 'Keep outputs of nodes',
    response: z.null(),
    access: 'admin',
  }),
  disableInvocationCache: defineRoute({
    method: 'PUT',
    path: '/api/v1/app/invocation_cache/disable',
    summary: 'Keep no outputs of nodes',
    response: z.null(),
    access: 'admin',
  }),
  getInvocationCacheStatus: defineRoute({
    method: 'GET',
    path: '/api/v1/app/invocation_cache/status',
    summary: 'Tell how the cache of node outputs does',
    response: InvocationCacheStatus,
    access: 'admin',
  }),
  listExternalProviderStatus: defineRoute({
    method: 'GET',
    path: '/api/v1/app/external_providers/status',
    summary: 'Tell which external providers can be used',
    response: z.array(ExternalProviderStatus),
    access: 'user',
    later: { body: EXTERNAL_PROVIDERS.map((provider_id) => ({ provider_id, configured: false, message: null })) },
  }),
  listExternalProviderConfigs: defineRoute({
    method: 'GET',
    path: '/api/v1/app/external_providers/config',
    summary: 'Tell how external providers are set up',
    response: z.array(ExternalProviderConfig),
    access: 'admin',
    later: { body: EXTERNAL_PROVIDERS.map((provider_id) => ({ provider_id, api_key_configured: false, base_url: null })) },
  }),
  setExternalProviderConfig: defineRoute({
    method: 'POST',
    path: '/api/v1/app/external_providers/config/{provider_id}',
    summary: 'Set an external provider up',
    params: provider,
    body: ExternalProviderChanges,
    response: ExternalProviderConfig,
    access: 'admin',
    errors: ['external_provider_not_found', 'not_offered'],
    later: changeProvider,
  }),
  resetExternalProviderConfig: defineRoute({
    method: 'DELETE',
    path: '/api/v1/app/external_providers/config/{provider_id}',
    summary: 'Forget how an external provider is set up',
    params: provider,
    response: ExternalProviderConfig,
    access: 'admin',
    errors: ['external_provider_not_found', 'not_offered'],
    later: changeProvider,
  }),
}

/** Prompts from prompts, and from images. */
export const utilityRoutes = {
  writeOutPrompts: defineRoute({
    method: 'POST',
    path: '/api/v1/utilities/dynamicprompts',
    summary: 'Write out the variants of a prompt',
    body: DynamicPromptsRequest,
    response: DynamicPrompts,
    access: 'user',
  }),
  expandPrompt: defineRoute({
    method: 'POST',
    path: '/api/v1/utilities/expand-prompt',
    summary: 'Let a language model write a prompt out',
    body: ExpandPromptRequest,
    response: ExpandedPrompt,
    access: 'user',
    errors: ['model_not_found', 'model_llm_required'],
    later: ({ body }) => refuse('model_not_found', { key: body.model_key }),
  }),
  describeImage: defineRoute({
    method: 'POST',
    path: '/api/v1/utilities/image-to-prompt',
    summary: 'Let a language model describe an image',
    body: ImageToPromptRequest,
    response: ImagePrompt,
    access: { resource: 'image', by: 'image_name', action: 'read' },
    errors: ['model_not_found', 'model_llm_required'],
    later: ({ body }) => refuse('model_not_found', { key: body.model_key }),
  }),
}

const moving = notOffered('Images are not moved between sub-folders yet: image_subfolder_strategy counts for new images')

/** Moving stored images to the sub-folders that the present setting wants. */
export const imageMoveRoutes = {
  startImageMove: defineRoute({
    method: 'POST',
    path: '/api/v1/image_moves/start',
    summary: 'Move images to the sub-folders of the present setting',
    response: ImageMoveStatus,
    status: 202,
    access: 'admin',
    later: moving,
  }),
  recoverImageMove: defineRoute({
    method: 'POST',
    path: '/api/v1/image_moves/recover',
    summary: 'End a move that was interrupted',
    response: ImageMoveStatus,
    status: 202,
    access: 'admin',
    later: moving,
  }),
  getImageMoveStatus: defineRoute({
    method: 'GET',
    path: '/api/v1/image_moves/status',
    summary: 'Tell whether images are being moved',
    response: ImageMoveStatus,
    access: 'admin',
    later: {
      body: {
        is_running: false,
        operation: null,
        active_job_id: null,
        latest_job: null,
        last_error: null,
        needs_move_count: 0,
      },
    },
  }),
}

const packs = notOffered('Packs of Python nodes are not run here: use nodes of the catalogue')

/** Packs of nodes by others: code of another language, which is never run here. */
export const customNodeRoutes = {
  listNodePacks: defineRoute({
    method: 'GET',
    path: '/api/v2/custom_nodes/',
    summary: 'List packs of nodes',
    response: NodePackList,
    access: 'admin',
    later: { body: { node_packs: [], custom_nodes_path: '' } },
  }),
  installNodePack: defineRoute({
    method: 'POST',
    path: '/api/v2/custom_nodes/install',
    summary: 'Install a pack of nodes',
    body: InstallNodePackBody,
    response: InstallNodePackResult,
    access: 'admin',
    later: packs,
  }),
  uninstallNodePack: defineRoute({
    method: 'DELETE',
    path: '/api/v2/custom_nodes/{pack_name}',
    summary: 'Remove a pack of nodes',
    params: z.object({ pack_name: z.string() }),
    response: UninstallNodePackResult,
    access: 'admin',
    later: packs,
  }),
  reloadNodePacks: defineRoute({
    method: 'POST',
    path: '/api/v2/custom_nodes/reload',
    summary: 'Read packs of nodes again',
    response: z.record(z.string(), z.unknown()),
    access: 'admin',
    later: packs,
  }),
}

/** Whether the server is well, for probes and dashboards. */
export const healthRoutes = {
  getLiveness: defineRoute({
    method: 'GET',
    path: '/health/live',
    summary: 'Tell that the process answers',
    response: Liveness,
    access: 'anyone',
  }),
  getReadiness: defineRoute({
    method: 'GET',
    path: '/health/ready',
    summary: 'Tell whether the server can work, with checks for administrators',
    response: Readiness,
    otherStatuses: [503],
    access: 'anyone',
  }),
  getMetrics: defineRoute({
    method: 'GET',
    path: '/metrics',
    summary: 'Get figures for Prometheus',
    tags: ['health'],
    response: text('text/plain; version=0.0.4; charset=utf-8'),
    access: 'admin',
  }),
}
