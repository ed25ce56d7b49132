/** Where one is among the models: which is looked at. */
export interface ModelsSearch {
  /** key of a model */
  readonly model?: string
}

/** Reads the search part of the address of the models; what does not fit is left out. */
export function readModelsSearch({ model }: Readonly<Record<string, unknown>>): ModelsSearch {
  return typeof model === 'string' ? { model } : {}
}
