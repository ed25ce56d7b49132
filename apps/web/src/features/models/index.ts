export { findNamedModel } from './find-named-model.ts'
export { readModelsSearch } from './models-search.ts'
export { type PaintingModel, paintingModels, usePaintingModels, vaeModels } from './queries.ts'
export { nameScheduler } from './scheduler-names.ts'
export { useModelChanges } from './use-model-changes.ts'
/** The page of the models. */
export const loadModelsPage = () => import('./models-page.tsx')
