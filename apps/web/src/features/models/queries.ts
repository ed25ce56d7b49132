import type { AnswerOf } from '@bottega/client'
import { PAINTED_BASES } from '@bottega/graph'
import { useQuery } from '@tanstack/react-query'
import { useServer } from '../../shared/server/index.ts'

type AnyModel = AnswerOf<'listModels'>['models'][number]

/** A model that pictures can be made with. */
export type PaintingModel = Extract<AnyModel, { readonly type: 'main' }>

/** The models that pictures can be made with. */
export function usePaintingModels() {
  const { client } = useServer()
  return useQuery({
    queryKey: ['models', 'painting'],
    queryFn: async ({ signal }): Promise<readonly PaintingModel[]> => {
      const { models } = await client.listModels({ query: { model_type: 'main', base_models: [...PAINTED_BASES] } }, { signal })
      return models.filter((model): model is PaintingModel => model.type === 'main')
    },
  })
}
