import type { AnswerOf } from '@bottega/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type Server, useServer } from '../../shared/server/index.ts'

/** A model of any kind. */
export type AnyModel = AnswerOf<'listModels'>['models'][number]
type MainModel = Extract<AnyModel, { readonly type: 'main' }>

/** A model that pictures can be made with here: it says what may be asked of it, and what a form begins with. */
export type PaintingModel = MainModel & {
  readonly supports: NonNullable<MainModel['supports']>
  readonly defaults: NonNullable<MainModel['defaults']>
}

/** An autoencoder that can stand in for a model's own. */
export type VaeModel = Extract<AnyModel, { readonly type: 'vae' }>

/** The models that pictures can be made with. */
export function paintingModels({ client }: Server) {
  return queryOptions({
    queryKey: ['models', 'painting'],
    queryFn: async ({ signal }): Promise<readonly PaintingModel[]> => {
      const { models } = await client.listModels({ query: { model_type: 'main' } }, { signal })
      return models.filter((model): model is PaintingModel => model.type === 'main' && !!model.supports && !!model.defaults)
    },
  })
}

/** The autoencoders. */
export function vaeModels({ client }: Server) {
  return queryOptions({
    queryKey: ['models', 'vae'],
    queryFn: async ({ signal }): Promise<readonly VaeModel[]> => {
      const { models } = await client.listModels({ query: { model_type: 'vae' } }, { signal })
      return models.filter((model) => model.type === 'vae')
    },
  })
}

/** The models that pictures can be made with. */
export function usePaintingModels() {
  return useQuery(paintingModels(useServer()))
}

/** Every model, of all kinds. */
export function useModels() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['models', 'all'],
    queryFn: async ({ signal }): Promise<readonly AnyModel[]> => (await client.listModels({ query: {} }, { signal })).models,
  })
}
