import { element } from '../../shared/element.ts'
import { chooseSettings, type PaintingModel, type Settings } from './settings.ts'

/** Where a person chooses the model. */
export interface ModelPicker {
  readonly element: HTMLElement
  readonly model: PaintingModel | undefined
  /** Shows these models, and keeps the choice if it is still among them. */
  show(models: readonly PaintingModel[]): void
  /** Why there is no model, and what to do. */
  explainAbsence(): string
}

/** @param onChoice  told of a new choice, with the settings that the model is best used with */
export function createModelPicker(onChoice: (model: PaintingModel, settings: Settings) => unknown): ModelPicker {
  let models: readonly PaintingModel[] = []
  let areKnown = false
  const select = element('select', { id: 'model' })
  const findChosen = () => models.find(({ key }) => key === select.value)

  function announce(): void {
    const model = findChosen()
    if (model) onChoice(model, chooseSettings(model))
  }
  select.addEventListener('change', announce)

  return {
    element: element('div', { className: 'field wide' }, element('label', { htmlFor: 'model', textContent: 'Model' }), select),
    get model() {
      return findChosen()
    },
    show(found) {
      const before = findChosen()?.key
      models = found
      areKnown = true
      select.replaceChildren(...models.map(({ key, name }) => element('option', { value: key, textContent: name })))
      if (before !== undefined && models.some(({ key }) => key === before)) select.value = before
      else announce()
    },
    explainAbsence: () =>
      areKnown
        ? 'There is no model to paint with. Install one of the Stable Diffusion 1 family: bottega models install PATH'
        : 'The models are not loaded yet. Try again in a moment.',
  }
}
