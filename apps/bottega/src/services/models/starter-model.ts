import { join } from 'node:path'
import { findModel, updateModel } from '../../data/repositories/models.ts'
import { findSetting, saveSetting } from '../../data/repositories/settings.ts'
import type { App } from '../app.ts'
import { examineModel } from './model-classification.ts'
import { recordModel } from './model-installs.ts'
import { locateModel, readRecord } from './model-records.ts'

const SETTING = 'starter_model'

/**
 * Records the model that comes with the program, at the first start. Whoever removes it does not get it back; when the clone has
 * moved, its record follows.
 */
export async function registerStarterModel(deps: Pick<App, 'db' | 'root' | 'projectRoot'>): Promise<void> {
  const path = join(deps.projectRoot, 'models', 'starter')
  const known = await findStarterModelKey(deps.db)
  if (known === undefined) {
    const { key } = await recordModel(deps, { path, inplace: true, changes: {} })
    await saveSetting(deps.db, SETTING, JSON.stringify(key))
    return
  }
  const row = await findModel(deps.db, known)
  if (row === undefined) return
  const record = readRecord(row)
  const isCounted = record.type !== 'main' || record.text_encoder_layers !== undefined
  if (locateModel(deps.root, record) === path && isCounted) return
  const { text_encoder_layers } = (await examineModel(path, undefined)).kind
  await updateModel(deps.db, row.key, JSON.stringify({ ...record, path, source: path, text_encoder_layers }))
}

/** The key that the starter model has, or had before somebody removed it; undefined before the first start. */
export async function findStarterModelKey(db: App['db']): Promise<string | undefined> {
  const known = await findSetting(db, SETTING)
  // written above
  return known === undefined ? undefined : (JSON.parse(known) as string)
}
