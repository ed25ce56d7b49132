/** A model as something else names it. */
interface Named {
  readonly key?: string | undefined
  readonly hash?: string | undefined
  readonly name?: string | undefined
}

/** The model that is meant: by its key, else the same file by its hash, else one of its name. */
export function findNamedModel<Model extends Named>(models: readonly Model[], { key, hash, name }: Named): Model | undefined {
  return (
    models.find((model) => key !== undefined && model.key === key) ??
    models.find((model) => hash !== undefined && model.hash === hash) ??
    models.find((model) => name !== undefined && model.name === name)
  )
}
