import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import { valuesOf } from '../json.ts'
import { isInScope, type Scope } from '../scope.ts'
import type { NewRow, Row, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

/** A style preset with the name of its owner. */
export interface StylePresetRecord extends Row<'style_presets'> {
  readonly owner_display_name: string | null
}

/** Stores a style preset. */
export async function createStylePreset(db: Queryable, preset: NewRow<'style_presets'>): Promise<void> {
  await db.insertInto('style_presets').values(preset).execute()
}

/** A style preset by its id. */
export async function findStylePreset(db: Queryable, id: string): Promise<StylePresetRecord | undefined> {
  return selectStylePresets(db).where('style_preset_id', '=', id).executeTakeFirst()
}

/** Style presets by name, in any letter case; `visible` stands for own, public and default ones. */
export async function listStylePresets(db: Queryable, scope: Scope): Promise<StylePresetRecord[]> {
  let query = selectStylePresets(db)
  const isShared = () => sql`style_presets.is_public or style_presets.type = 'default'`
  const isListed = isInScope(scope, 'style_presets.user_id', isShared)
  if (isListed !== undefined) query = query.where(isListed)
  return query.orderBy(sql`lower(name)`).orderBy('style_preset_id').execute()
}

/** The style presets that come with the program. */
export async function listDefaultStylePresets(db: Queryable): Promise<StylePresetRecord[]> {
  return selectStylePresets(db).where('type', '=', 'default').execute()
}

/** Changes a style preset; what is left out stays. */
export async function updateStylePreset(
  db: Queryable,
  id: string,
  changes: Pick<RowChanges<'style_presets'>, 'name' | 'positive_prompt' | 'negative_prompt' | 'is_public' | 'has_image'>,
): Promise<void> {
  await db
    .updateTable('style_presets')
    .set({ ...changes, updated_at: NOW })
    .where('style_preset_id', '=', id)
    .execute()
}

/** Deletes style presets. */
export async function deleteStylePresets(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.deleteFrom('style_presets').where('style_preset_id', 'in', valuesOf(ids)).execute()
}

function selectStylePresets(db: Queryable) {
  return db
    .selectFrom('style_presets')
    .leftJoin('users', 'users.user_id', 'style_presets.user_id')
    .selectAll('style_presets')
    .select('users.display_name as owner_display_name')
}
