import i18next from 'i18next'
import { currentLanguage, sayText } from '../../../shared/i18n/index.ts'
import { tell } from '../../../shared/notices/index.ts'
import type { Studio } from '../../../shared/studio.tsx'
import { getSection } from '../../../shared/user-state/index.ts'
import { findNamedModel, paintingModels, vaeModels } from '../../models/index.ts'
import { FIELD_NAMES } from '../form/field-names.ts'
import { flashFields } from '../form/flash.ts'
import { type FormField, formSection, type GenerateForm } from '../form/form-section.ts'
import { listChanged } from '../form/list-changed.ts'
import { imageByName } from '../queries.ts'
import { type MadeWith, readMetadata } from './read-metadata.ts'
import type { RecallPart } from './recall-part.ts'

type Changes = Partial<GenerateForm>

/** Takes what a picture was made with into the form: all of it, or a part. */
export async function takeSettings(studio: Studio, metadata: unknown, part: RecallPart): Promise<void> {
  const made = readMetadata(metadata)
  const missing: string[] = []
  const changes = { ...pick(made, part), ...(part === 'all' && (await findThings(studio, made, missing))) }
  await takeOver(studio, changes, missing)
}

/** Has the form begin with an image. */
export async function takeStartImage(studio: Studio, image: { readonly image_name: string }): Promise<void> {
  await takeOver(studio, { startImage: image.image_name })
}

function pick(made: MadeWith, part: RecallPart): Changes {
  const { positivePrompt, negativePrompt, seed, width, height } = made
  const prompts =
    positivePrompt === undefined ? {} : { positivePrompt, negativePrompt: negativePrompt ?? '', presetId: undefined }
  const seeds = seed === undefined ? {} : { seed, isSeedLocked: true }
  const size = width === undefined || height === undefined ? {} : { width, height }
  if (part === 'prompt') return prompts
  if (part === 'seed') return seeds
  if (part === 'size') return size
  // metadata that say nothing of a prompt are of no generated picture
  if (positivePrompt === undefined) return { ...seeds, ...size }
  const { steps, guidanceScale, guidanceRescale, scheduler, clipSkip, seamlessX = false, seamlessY = false, strength } = made
  const rest = { steps, guidanceScale, guidanceRescale, scheduler, clipSkip, seamlessX, seamlessY, strength }
  return { ...prompts, ...seeds, ...size, ...rest, vaeKey: undefined, startImage: undefined }
}

/** Finds what metadata name: models and the image. What is gone is added to `missing`. */
async function findThings({ server }: Studio, { model, vae, startImage }: MadeWith, missing: string[]): Promise<Changes> {
  const changes: { -readonly [Field in keyof Changes]: Changes[Field] } = {}
  if (model) {
    const found = findNamedModel(await server.queries.ensureQueryData(paintingModels(server)), model)
    if (found) changes.modelKey = found.key
    else missing.push(model.name ?? sayText('generate:model'))
  }
  if (vae) {
    const found = findNamedModel(await server.queries.ensureQueryData(vaeModels(server)), vae)
    if (found) changes.vaeKey = found.key
    else missing.push(vae.name ?? sayText('generate:vae'))
  }
  if (startImage !== undefined) {
    const found = await server.queries.ensureQueryData(imageByName(server, startImage)).catch(() => undefined)
    if (found) changes.startImage = startImage
    else missing.push(sayText('generate:startImage'))
  }
  return changes
}

async function takeOver({ state, server }: Studio, wanted: Changes, missing: readonly string[] = []): Promise<void> {
  const t = i18next.getFixedT(null, 'generate')
  const before = getSection(state, formSection)
  const fields = listChanged(before, wanted, await server.queries.ensureQueryData(paintingModels(server)))
  const gone = missing.length > 0 ? ` ${t('gone', { names: list(missing) })}` : ''
  if (fields.length === 0) {
    tell({ text: (Object.keys(wanted).length === 0 ? t('nothingToTake') : t('nothingChanged')) + gone })
    return
  }
  state.change(formSection, wanted)
  flashFields(fields)
  const names = list([...new Set(fields.map((field) => sayText(FIELD_NAMES[field])))])
  const undo = () => {
    state.change(formSection, Object.fromEntries((Object.keys(wanted) as FormField[]).map((field) => [field, before[field]])))
    flashFields(fields)
  }
  tell({ text: t('taken', { names }) + gone, act: { label: sayText('shared:undo'), run: undo } })
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(names)
}
