export { findNamedModel } from './find-named-model.ts'
export { type PaintingModel, paintingModels, usePaintingModels, type VaeModel, vaeModels } from './queries.ts'
/** The page of the models. */
export const loadModelsPage = () => import('./models-page.tsx')
