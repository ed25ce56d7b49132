import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  missingError,
  NewStylePreset,
  type StylePreset,
  StylePresetChanges,
  type UploadedFile,
} from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import {
  createStylePreset,
  deleteStylePresets,
  findStylePreset,
  listStylePresets,
  type StylePresetRecord,
  updateStylePreset,
} from '../../data/repositories/style-presets.ts'
import { findLibraryAccess } from '../../policies/library.ts'
import { type AskedScope, bulkScope, listScope } from '../../policies/scopes.ts'
import type { App } from '../app.ts'
import { readUpload, saveCover } from '../images/picture-uploads.ts'
import type { StoredFile } from '../images/stored-file.ts'
import { parseJsonObject } from '../json-text.ts'
import { presentOwnership } from '../presenters.ts'
import { type PresetRow, parsePresetFile, writePresetTable } from './preset-tables.ts'

type Store = Pick<App, 'db'>
type Deps = Pick<App, 'db' | 'covers' | 'pictures' | 'settings'>

/** The style presets that the actor sees, by name. */
export async function showStylePresets({ db }: Store, actor: Actor, scope: AskedScope): Promise<StylePreset[]> {
  return (await listStylePresets(db, listScope(actor, scope))).map((preset) => present(preset, actor))
}

/** @throws AppError `style_preset_not_found` */
export async function getStylePreset({ db }: Store, actor: Actor, id: string): Promise<StylePreset> {
  return present(await getRecord(db, id), actor)
}

/**
 * Makes a style preset of the JSON and the picture of a form.
 *
 * @throws AppError `style_preset_data_invalid`, `style_preset_default_forbidden`, and what is wrong with the picture
 */
export async function makeStylePreset(
  deps: Deps,
  actor: Actor,
  { data, image }: { readonly data: string; readonly image?: UploadedFile | undefined },
): Promise<StylePreset> {
  const parsed = NewStylePreset.safeParse(parseJsonObject(data))
  if (!parsed.success) throw new AppError('style_preset_data_invalid')
  const { name, positive_prompt, negative_prompt, type, is_public } = parsed.data
  // presets that come with the program are made by the program
  if (type === 'default') throw new AppError('style_preset_default_forbidden')
  const id = randomUUID()
  if (image) await saveCover(deps, deps.covers.stylePresets, id, image)
  await createStylePreset(deps.db, {
    style_preset_id: id,
    user_id: actor.userId,
    name,
    positive_prompt,
    negative_prompt,
    type,
    is_public,
    has_image: image !== undefined,
  })
  return getStylePreset(deps, actor, id)
}

/**
 * Changes what is sent of a style preset.
 *
 * @throws AppError `style_preset_data_invalid`, `style_preset_default_protected`, and what is wrong with the picture
 */
export async function changeStylePreset(
  deps: Deps,
  actor: Actor,
  id: string,
  { data, image }: { readonly data?: string | undefined; readonly image?: UploadedFile | undefined },
): Promise<StylePreset> {
  await refuseDefault(deps, id)
  const parsed = StylePresetChanges.safeParse(data === undefined ? {} : parseJsonObject(data))
  if (!parsed.success) throw new AppError('style_preset_data_invalid')
  const { name, positive_prompt, negative_prompt, is_public } = parsed.data
  if (image) await saveCover(deps, deps.covers.stylePresets, id, image)
  await updateStylePreset(deps.db, id, {
    ...(name !== undefined && { name }),
    ...(positive_prompt !== undefined && { positive_prompt }),
    ...(negative_prompt !== undefined && { negative_prompt }),
    ...(is_public !== undefined && { is_public }),
    ...(image && { has_image: true }),
  })
  return getStylePreset(deps, actor, id)
}

/** @throws AppError `style_preset_default_protected` */
export async function removeStylePreset(deps: Deps, id: string): Promise<void> {
  await refuseDefault(deps, id)
  await deleteStylePresets(deps.db, [id])
  await deps.covers.stylePresets.delete(id)
}

/** @throws AppError `style_preset_image_not_found` */
export async function getStylePresetImage({ covers }: Pick<App, 'covers'>, id: string): Promise<StoredFile> {
  const file = await covers.stylePresets.open(id)
  if (file === undefined) throw new AppError('style_preset_image_not_found', { stylePresetId: id })
  return file
}

/** The actor's own presets, or everybody's, as a table. */
export async function exportStylePresets({ db }: Store, actor: Actor, scope: AskedScope): Promise<string> {
  const presets = await listStylePresets(db, bulkScope(actor, scope))
  return writePresetTable(presets.filter(({ type }) => type === 'user'))
}

/**
 * Takes presets over from a table; they belong to the actor and nobody else sees them.
 *
 * @throws AppError `style_preset_csv_invalid`, `style_preset_json_invalid`, `style_preset_file_unsupported`
 */
export async function importStylePresets({ db }: Store, actor: Actor, file: UploadedFile): Promise<void> {
  const rows = parsePresetFile(file.mimetype, (await readUpload(file)).toString('utf8'))
  await transaction(db, async (tx) => {
    for (const row of rows) await createStylePreset(tx, newRow(row, actor))
  })
}

function newRow({ name, positive_prompt, negative_prompt }: PresetRow, { userId }: Actor) {
  return { style_preset_id: randomUUID(), user_id: userId, name, positive_prompt, negative_prompt, type: 'user' as const }
}

async function refuseDefault({ db }: Store, id: string): Promise<void> {
  if ((await getRecord(db, id)).type === 'default') throw new AppError('style_preset_default_protected')
}

async function getRecord(db: App['db'], id: string): Promise<StylePresetRecord> {
  const preset = await findStylePreset(db, id)
  if (preset === undefined) throw missingError('style_preset', id)
  return preset
}

function present(preset: StylePresetRecord, actor: Actor): StylePreset {
  const { style_preset_id: id, name, type, positive_prompt, negative_prompt, is_public, user_id, has_image, updated_at } = preset
  return {
    id,
    name,
    type,
    preset_data: { positive_prompt, negative_prompt },
    is_public: is_public === 1,
    user_id,
    image: has_image ? `api/v1/style_presets/i/${id}/image?${encodeURIComponent(updated_at)}` : null,
    ...presentOwnership(preset, findLibraryAccess(actor, { ...preset, isDefault: type === 'default' })),
  }
}
