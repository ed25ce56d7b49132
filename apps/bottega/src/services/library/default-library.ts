import { randomUUID } from 'node:crypto'
import type { MainModelSettings, ModelRecord, Workflow } from '@bottega/contracts'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { type Tx, transaction } from '../../data/database.ts'
import { findModel, listModels } from '../../data/repositories/models.ts'
import { findSetting, saveSetting } from '../../data/repositories/settings.ts'
import {
  createStylePreset,
  deleteStylePresets,
  listDefaultStylePresets,
  updateStylePreset,
} from '../../data/repositories/style-presets.ts'
import { createSystemPrompt } from '../../data/repositories/system-prompts.ts'
import {
  createWorkflow,
  deleteWorkflows,
  findWorkflow,
  listDefaultWorkflowIds,
  updateWorkflow,
} from '../../data/repositories/workflows.ts'
import type { App } from '../app.ts'
import { readRecord } from '../models/model-records.ts'
import { findStarterModelKey } from '../models/starter-model.ts'
import { judgeOldWorkflows } from './callability.ts'
import { DEFAULT_PRESETS, FIRST_SYSTEM_PROMPTS } from './default-presets.ts'
import defaultWorkflows from './default-workflows.json' with { type: 'json' }
import { describeColumns } from './workflows.ts'

/*
 * What comes with the program and belongs to nobody: at each start it is brought to what this release has, by its ids. What people
 * have made is not looked at.
 */

const SETTING = 'first_system_prompts'

/** Brings default workflows, style presets and, once, system prompts to what this release has. */
export async function syncDefaultLibrary({ db, settings }: Pick<App, 'db' | 'settings'>): Promise<void> {
  const model = await findUsualModel(db)
  // generated from the graphs of the recipes, held to the schema by a test
  const workflows = (Object.values(defaultWorkflows) as unknown as Workflow[]).map((workflow) => fillIn(workflow, model))
  const columns = await Promise.all(workflows.map((workflow) => describeColumns(workflow, settings.values)))
  await judgeOldWorkflows(db, settings.values)
  await transaction(db, async (tx) => {
    await syncWorkflows(tx, new Map(workflows.map(({ id }, at) => [id, columns[at] as Columns])))
    await syncPresets(tx)
  })
  if ((await findSetting(db, SETTING)) !== undefined) return
  await transaction(db, async (tx) => {
    for (const { name, content } of FIRST_SYSTEM_PROMPTS) {
      await createSystemPrompt(tx, {
        system_prompt_id: randomUUID(),
        user_id: SYSTEM_ACTOR.userId,
        name,
        content,
        is_public: true,
      })
    }
    await saveSetting(tx, SETTING, 'true')
  })
}

type Columns = Awaited<ReturnType<typeof describeColumns>>

async function syncWorkflows(tx: Tx<never>, workflows: ReadonlyMap<string, Columns>): Promise<void> {
  const known = await listDefaultWorkflowIds(tx)
  await deleteWorkflows(
    tx,
    known.filter((id) => !workflows.has(id)),
  )
  for (const [id, columns] of workflows) {
    const before = await findWorkflow(tx, id, SYSTEM_ACTOR.userId)
    if (before === undefined) {
      const owned = { user_id: SYSTEM_ACTOR.userId, category: 'default', is_public: false } as const
      await createWorkflow(tx, { workflow_id: id, ...owned, ...columns })
    } else if (before.workflow !== columns.workflow || before.compatibility !== columns.compatibility) {
      await updateWorkflow(tx, id, columns)
    }
  }
}

async function syncPresets(tx: Tx<never>): Promise<void> {
  const known = new Map((await listDefaultStylePresets(tx)).map((preset) => [preset.style_preset_id, preset]))
  const ids = new Set(DEFAULT_PRESETS.map(({ id }) => id))
  await deleteStylePresets(
    tx,
    [...known.keys()].filter((id) => !ids.has(id)),
  )
  for (const { id, name, positivePrompt, negativePrompt } of DEFAULT_PRESETS) {
    const content = { name, positive_prompt: positivePrompt, negative_prompt: negativePrompt }
    const before = known.get(id)
    if (before === undefined) {
      await createStylePreset(tx, { style_preset_id: id, user_id: SYSTEM_ACTOR.userId, type: 'default', ...content })
    } else if (Object.entries(content).some(([column, text]) => before[column as keyof typeof content] !== text)) {
      await updateStylePreset(tx, id, content)
    }
  }
}

/** The model that default workflows begin with: the starter model, else the first that they run on. */
async function findUsualModel(db: App['db']): Promise<ModelRecord | undefined> {
  const key = await findStarterModelKey(db)
  const starter = key === undefined ? undefined : await findModel(db, key)
  const [first] = starter ? [starter] : await listModels(db, { type: 'main', bases: ['sd-1'] })
  return first && readRecord(first)
}

/** A workflow with the model and its usual settings in the nodes that hold them. */
function fillIn(workflow: Workflow, model: ModelRecord | undefined): Workflow {
  if (model === undefined) return workflow
  const { key, hash, name, base, type } = model
  // of a main model
  const { width, height, steps, cfg_scale, scheduler } = (
    model.type === 'main' ? (model.default_settings ?? {}) : {}
  ) as MainModelSettings
  const values: Readonly<Record<string, unknown>> = {
    model: { key, hash, name, base, type },
    ...{ width, height, steps, cfg_scale, scheduler },
  }
  const nodes = workflow.nodes.map((node) => {
    const value = Object.hasOwn(values, String(node.id)) ? values[String(node.id)] : undefined
    return value == null ? node : setValue(node, value)
  })
  return { ...workflow, nodes }
}

/** The node with another value in its one input. */
function setValue(node: Workflow['nodes'][number], value: unknown): Workflow['nodes'][number] {
  // an editor's node, of the generated file
  const data = node.data as { readonly inputs: Readonly<Record<string, object>> }
  const inputs = Object.entries(data.inputs).map(([name, input]) => [name, { ...input, value }])
  return { ...node, data: { ...data, inputs: Object.fromEntries(inputs) } }
}
