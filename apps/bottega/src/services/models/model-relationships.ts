import { AppError, missingError } from '@bottega/contracts'
import { isTaken } from '../../data/errors.ts'
import {
  createModelRelationship,
  deleteModelRelationship,
  listRelatedModels,
} from '../../data/repositories/model-relationships.ts'
import { findModel } from '../../data/repositories/models.ts'
import type { App } from '../app.ts'

type Store = Pick<App, 'db'>

/** Keys of the models that go with any of these. */
export function showRelatedModels({ db }: Store, keys: readonly string[]): Promise<string[]> {
  return listRelatedModels(db, keys)
}

/** @throws AppError `model_relationship_to_itself`, `model_not_found`, `model_relationship_exists` */
export async function relateModels({ db }: Store, key: string, otherKey: string): Promise<void> {
  if (key === otherKey) throw new AppError('model_relationship_to_itself')
  for (const one of [key, otherKey]) if (!(await findModel(db, one))) throw missingError('model', one)
  try {
    await createModelRelationship(db, key, otherKey)
  } catch (error) {
    if (isTaken(error)) throw new AppError('model_relationship_exists')
    throw error
  }
}

/** @throws AppError `model_relationship_not_found` */
export async function unrelateModels({ db }: Store, key: string, otherKey: string): Promise<void> {
  if (!(await deleteModelRelationship(db, key, otherKey))) throw new AppError('model_relationship_not_found')
}
