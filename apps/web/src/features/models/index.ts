export { type PaintingModel, usePaintingModels } from './queries.ts'
/** The page of the models. */
export const loadModelsPage = () => import('./models-page.tsx')
