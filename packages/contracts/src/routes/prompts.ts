import { z } from 'zod'
import { StylePreset } from '../entities/style-preset.ts'
import { NewSystemPrompt, SystemPrompt, SystemPromptChanges } from '../entities/system-prompt.ts'
import { FileField, pictureErrors } from '../entities/upload.ts'
import { file } from '../response.ts'
import { defineRoute } from '../route.ts'
import { wireScope } from '../wire-values.ts'

const presetParams = z.object({ style_preset_id: z.string() })
const readingPreset = { resource: 'style_preset', by: 'style_preset_id', action: 'read' } as const
// `data` is JSON of NewStylePreset, or of StylePresetChanges
const presetForm = { image: FileField.optional(), data: z.string() }

/** Styles that can be put on a prompt. */
export const stylePresetRoutes = {
  listStylePresets: defineRoute({
    method: 'GET',
    path: '/api/v1/style_presets/',
    summary: 'List style presets by name',
    query: z.object(wireScope),
    response: z.array(StylePreset),
    access: 'user',
  }),
  createStylePreset: defineRoute({
    method: 'POST',
    path: '/api/v1/style_presets/',
    summary: 'Make a style preset',
    form: z.object(presetForm).meta({ id: 'Body_create_style_preset' }),
    response: StylePreset,
    access: 'user',
    errors: ['style_preset_data_invalid', 'style_preset_default_forbidden', ...pictureErrors],
  }),
  getStylePreset: defineRoute({
    method: 'GET',
    path: '/api/v1/style_presets/i/{style_preset_id}',
    summary: 'Get a style preset',
    params: presetParams,
    response: StylePreset,
    access: readingPreset,
  }),
  updateStylePreset: defineRoute({
    method: 'PATCH',
    path: '/api/v1/style_presets/i/{style_preset_id}',
    summary: 'Change what is sent of a style preset',
    params: presetParams,
    form: z.object({ ...presetForm, data: z.string().optional() }).meta({ id: 'Body_update_style_preset' }),
    response: StylePreset,
    access: { resource: 'style_preset', by: 'style_preset_id', action: 'update' },
    errors: ['style_preset_data_invalid', 'style_preset_default_protected', ...pictureErrors],
  }),
  deleteStylePreset: defineRoute({
    method: 'DELETE',
    path: '/api/v1/style_presets/i/{style_preset_id}',
    summary: 'Delete a style preset',
    params: presetParams,
    response: z.null(),
    access: { resource: 'style_preset', by: 'style_preset_id', action: 'delete' },
    errors: ['style_preset_default_protected'],
  }),
  getStylePresetImage: defineRoute({
    method: 'GET',
    path: '/api/v1/style_presets/i/{style_preset_id}/image',
    summary: 'Get the picture of a style preset',
    params: presetParams,
    response: file(['image/webp'], 'revalidate'),
    access: { media: true, rules: [readingPreset] },
    errors: ['style_preset_image_not_found'],
  }),
  exportStylePresets: defineRoute({
    method: 'GET',
    path: '/api/v1/style_presets/export',
    summary: 'Get the own style presets as a table',
    query: z.object(wireScope),
    response: file(['text/csv'], 'never'),
    access: 'user',
  }),
  importStylePresets: defineRoute({
    method: 'POST',
    path: '/api/v1/style_presets/import',
    summary: 'Take style presets over from a table; they belong to the caller and are private',
    form: z.object({ file: FileField }).meta({ id: 'Body_import_style_presets' }),
    response: z.null(),
    access: 'user',
    errors: ['style_preset_csv_invalid', 'style_preset_json_invalid', 'style_preset_file_unsupported'],
  }),
}

const promptParams = z.object({ system_prompt_id: z.string() })

/** Instructions for language models. */
export const systemPromptRoutes = {
  listSystemPrompts: defineRoute({
    method: 'GET',
    path: '/api/v1/system_prompts/',
    summary: 'List system prompts by name',
    query: z.object(wireScope),
    response: z.array(SystemPrompt),
    access: 'user',
  }),
  createSystemPrompt: defineRoute({
    method: 'POST',
    path: '/api/v1/system_prompts/',
    summary: 'Make a system prompt',
    body: NewSystemPrompt,
    response: SystemPrompt,
    access: 'user',
  }),
  getSystemPrompt: defineRoute({
    method: 'GET',
    path: '/api/v1/system_prompts/i/{system_prompt_id}',
    summary: 'Get a system prompt',
    params: promptParams,
    response: SystemPrompt,
    access: { resource: 'system_prompt', by: 'system_prompt_id', action: 'read' },
  }),
  updateSystemPrompt: defineRoute({
    method: 'PATCH',
    path: '/api/v1/system_prompts/i/{system_prompt_id}',
    summary: 'Change a system prompt',
    params: promptParams,
    body: SystemPromptChanges,
    response: SystemPrompt,
    access: { resource: 'system_prompt', by: 'system_prompt_id', action: 'update' },
  }),
  deleteSystemPrompt: defineRoute({
    method: 'DELETE',
    path: '/api/v1/system_prompts/i/{system_prompt_id}',
    summary: 'Delete a system prompt',
    params: promptParams,
    response: z.null(),
    access: { resource: 'system_prompt', by: 'system_prompt_id', action: 'delete' },
  }),
}
