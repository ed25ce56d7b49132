import type { App } from '../services/app.ts'
import {
  changeStylePreset,
  exportStylePresets,
  getStylePreset,
  getStylePresetImage,
  importStylePresets,
  makeStylePreset,
  removeStylePreset,
  showStylePresets,
} from '../services/library/style-presets.ts'
import {
  changeSystemPrompt,
  getSystemPrompt,
  makeSystemPrompt,
  removeSystemPrompt,
  showSystemPrompts,
} from '../services/library/system-prompts.ts'
import {
  countWorkflowsByCategory,
  countWorkflowsByTag,
  listWorkflowTags,
  openWorkflow,
} from '../services/library/workflow-counts.ts'
import {
  changeWorkflow,
  getWorkflow,
  getWorkflowThumbnail,
  publishWorkflow,
  removeWorkflow,
  removeWorkflowThumbnail,
  saveWorkflow,
  setWorkflowThumbnail,
  showWorkflows,
} from '../services/library/workflows.ts'
import type { Handlers } from './handlers.ts'

/** Answers the routes of workflows. */
export function createWorkflowHandlers(app: App) {
  return {
    listWorkflows: ({ query }, { actor }) => showWorkflows(app, actor, query),
    createWorkflow: ({ body }, { actor }) => saveWorkflow(app, actor, body.workflow),
    getWorkflow: ({ params }, { actor }) => getWorkflow(app, actor, params.workflow_id),
    updateWorkflow: ({ params, body }, { actor }) => changeWorkflow(app, actor, params.workflow_id, body.workflow),
    deleteWorkflow: ({ params }, { actor }) => removeWorkflow(app, actor, params.workflow_id).then(() => null),
    setWorkflowThumbnail: ({ params, form }, { actor }) =>
      setWorkflowThumbnail(app, actor, params.workflow_id, form.image).then(() => null),
    deleteWorkflowThumbnail: ({ params }, { actor }) => removeWorkflowThumbnail(app, actor, params.workflow_id).then(() => null),
    getWorkflowThumbnail: async ({ params }) => ({
      type: 'image/webp',
      content: await getWorkflowThumbnail(app, params.workflow_id),
    }),
    publishWorkflow: ({ params, body }, { actor }) => publishWorkflow(app, actor, params.workflow_id, body.is_public),
    markWorkflowOpened: ({ params }, { actor }) => openWorkflow(app, actor, params.workflow_id).then(() => null),
    listWorkflowTags: ({ query }, { actor }) => listWorkflowTags(app, actor, query),
    countWorkflowsByTag: ({ query }, { actor }) => countWorkflowsByTag(app, actor, query),
    countWorkflowsByCategory: ({ query }, { actor }) => countWorkflowsByCategory(app, actor, query),
  } satisfies Partial<Handlers>
}

/** Answers the routes of style presets and system prompts. */
export function createPromptHandlers(app: App) {
  return {
    listStylePresets: ({ query }, { actor }) => showStylePresets(app, actor, query.scope),
    createStylePreset: ({ form }, { actor }) => makeStylePreset(app, actor, form),
    getStylePreset: ({ params }, { actor }) => getStylePreset(app, actor, params.style_preset_id),
    updateStylePreset: ({ params, form }, { actor }) => changeStylePreset(app, actor, params.style_preset_id, form),
    deleteStylePreset: ({ params }) => removeStylePreset(app, params.style_preset_id).then(() => null),
    getStylePresetImage: async ({ params }) => ({
      type: 'image/webp',
      content: await getStylePresetImage(app, params.style_preset_id),
    }),
    exportStylePresets: async ({ query }, { actor }) => ({
      type: 'text/csv; charset=utf-8',
      content: Buffer.from(await exportStylePresets(app, actor, query.scope)),
      filename: 'prompt_templates.csv',
      disposition: 'attachment',
    }),
    importStylePresets: ({ form }, { actor }) => importStylePresets(app, actor, form.file).then(() => null),
    listSystemPrompts: ({ query }, { actor }) => showSystemPrompts(app, actor, query.scope),
    createSystemPrompt: ({ body }, { actor }) => makeSystemPrompt(app, actor, body),
    getSystemPrompt: ({ params }, { actor }) => getSystemPrompt(app, actor, params.system_prompt_id),
    updateSystemPrompt: ({ params, body }, { actor }) => changeSystemPrompt(app, actor, params.system_prompt_id, body),
    deleteSystemPrompt: ({ params }) => removeSystemPrompt(app, params.system_prompt_id).then(() => null),
  } satisfies Partial<Handlers>
}
