import { BOARDS } from '../../../shared/query-keys.ts'
import type { Server } from '../../../shared/server/index.ts'
import type { Studio } from '../../../shared/studio.tsx'
import { getSection } from '../../../shared/user-state/index.ts'
import type { Board } from '../../boards/index.ts'
import { type PaintingModel, paintingModels, vaeModels } from '../../models/index.ts'
import { drawSeed } from '../form/draw-seed.ts'
import { findFaults } from '../form/faults.ts'
import { chooseModel } from '../form/form-context.tsx'
import { formSection, type GenerateForm } from '../form/form-section.ts'
import { listUsualValues, type ResolvedForm, resolveForm } from '../form/resolve-form.ts'
import { applyPreset } from '../preset.ts'
import { imageByName, promptVariants, stylePresets } from '../queries.ts'
import { buildBatch, type Wish } from './batch.ts'
import { chooseBoardId } from './board-choice.ts'
import { hasVariants } from './has-variants.ts'
import { findHindrance, type Hindrance } from './hindrance.ts'
import type { Effort } from './timings.ts'

/** What was asked for: the items of the queue, and how much work each is. */
export interface Sent {
  readonly items: readonly number[]
  readonly effort: Effort
}

/**
 * Has the server make what a form says. Answers what hinders it instead, where something does.
 *
 * @param form  as it stood when this was asked for
 * @param openBoard  id of the board that is open, for who has chosen no other
 * @param isFirst  before what one has waiting
 */
export async function sendForm(
  { server, state }: Studio,
  form: GenerateForm,
  openBoard: string | undefined,
  isFirst: boolean,
): Promise<Sent | Hindrance> {
  const model = chooseModel(await server.queries.ensureQueryData(paintingModels(server)), form.modelKey)
  if (model === undefined) return { kind: 'noModel' }
  const values = resolveForm(form, listUsualValues(model))
  const hindrance = findHindrance(form, model, findFaults(values, model))
  if (hindrance) return hindrance
  const seed = form.isSeedLocked && form.seed !== undefined ? form.seed : drawSeed()
  const wish = await makeWish(server, values, model, seed, openBoard)
  const { positivePrompt: prompt } = wish
  const prompts = hasVariants(prompt) ? await server.queries.ensureQueryData(promptVariants(server, prompt)) : [prompt]
  const { item_ids } = await server.client.enqueueBatch({
    params: { queue_id: 'default' },
    body: buildBatch(wish, { prompts, count: values.count, isFirst }, () => Math.random().toString(36).slice(2, 12)),
  })
  // stays in view, for who wants the same picture again; one that was chosen since is meant for the next
  const now = getSection(state, formSection)
  if (!now.isSeedLocked || now.seed === undefined) state.change(formSection, { seed })
  const { width, height, steps } = values
  return {
    items: item_ids,
    effort: { modelKey: model.key, width, height, steps, ...('image' in wish && { strength: values.strength }) },
  }
}

async function makeWish(
  server: Server,
  values: ResolvedForm,
  model: PaintingModel,
  seed: number,
  openBoard?: string,
): Promise<Wish> {
  const { queries } = server
  const { supports } = model
  const board = chooseBoardId(values.boardId, queries.getQueryData<readonly Board[]>(BOARDS), openBoard)
  const preset =
    values.presetId === undefined
      ? undefined
      : (await queries.ensureQueryData(stylePresets(server))).find(({ id }) => id === values.presetId)
  const vae =
    values.vaeKey === undefined || !supports.vae
      ? undefined
      : (await queries.ensureQueryData(vaeModels(server))).find(({ key, base }) => key === values.vaeKey && base === model.base)
  const { positivePrompt, negativePrompt } = preset ? applyPreset(values, preset) : values
  const wish = {
    model,
    positivePrompt: positivePrompt.trim(),
    negativePrompt: supports.negative_prompt ? negativePrompt.trim() : '',
    seed,
    width: values.width,
    height: values.height,
    steps: values.steps,
    guidanceScale: values.guidanceScale,
    // one that the model does not know is a fault
    scheduler: values.scheduler as PaintingModel['defaults']['scheduler'],
    ...(supports.guidance_rescale && { guidanceRescale: values.guidanceRescale }),
    ...(supports.clip_skip && { clipSkip: values.clipSkip }),
    ...(supports.seamless && { seamlessX: values.seamlessX, seamlessY: values.seamlessY }),
    ...(vae && { vae }),
    ...(board !== undefined && { board }),
  }
  if (values.startImage === undefined) return wish
  const { image_name, width, height } = await queries.ensureQueryData(imageByName(server, values.startImage))
  return { ...wish, image: { image_name }, imageSize: { width, height }, strength: values.strength }
}
