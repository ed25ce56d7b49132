import { PAINTED_BASES } from '@bottega/graph'
import { button, element } from '../../shared/element.ts'
import { describeFailure } from '../../shared/failures.ts'
import type { Server } from '../../shared/server.ts'
import { buildBatch, type Wish } from './batch.ts'
import { createModelPicker } from './model-picker.ts'
import { createSettingFields } from './setting-fields.ts'
import './generate.css'

/** Where a person says what to make. */
export interface GenerateForm {
  readonly element: HTMLElement
  /** Reads anew what models there are. */
  refresh(): Promise<void>
}

/** What others do when something was asked for. */
export interface GenerateHooks {
  onEnqueued(itemIds: readonly number[]): unknown
}

/** Makes the form. */
export function createGenerateForm({ client }: Server, { onEnqueued }: GenerateHooks): GenerateForm {
  const prompt = element('textarea', { id: 'prompt', rows: 2, placeholder: 'What do you want to see?' })
  const negativePrompt = element('textarea', { id: 'negative-prompt', rows: 1 })
  const fields = createSettingFields()
  const picker = createModelPicker(({ example_prompts }, settings) => {
    fields.set(settings)
    showExamples(example_prompts ?? [])
  })
  const examples = element('div', { className: 'examples' })
  const fault = element('p', { className: 'fault', role: 'alert' })
  const submit = element('button', { type: 'submit', className: 'primary', textContent: 'Generate', title: 'Ctrl+Enter' })

  function showExamples(prompts: readonly string[]): void {
    const chips = prompts.map((text) =>
      button(text, 'chip', () => {
        prompt.value = text
        void generate()
      }),
    )
    examples.replaceChildren(...(chips.length > 0 ? [element('span', { textContent: 'Examples' }), ...chips] : []))
  }

  function readWish(): Wish | undefined {
    fault.textContent = ''
    const model = picker.model
    const settings = fields.read()
    if (model === undefined) fault.textContent = picker.explainAbsence()
    else if (prompt.value.trim() === '') {
      fault.textContent = 'Say what you want to see.'
      prompt.focus()
    } else if (settings !== undefined) {
      return { ...settings, model, positivePrompt: prompt.value.trim(), negativePrompt: negativePrompt.value.trim() }
    }
    return undefined
  }

  async function generate(): Promise<void> {
    const wish = readWish()
    if (wish === undefined) return
    submit.disabled = true
    try {
      const { item_ids } = await client.enqueueBatch({
        params: { queue_id: 'default' },
        body: buildBatch(wish, () => Math.random().toString(36).slice(2, 12)),
      })
      onEnqueued(item_ids)
    } catch (error) {
      fault.textContent = describeFailure(error)
    } finally {
      submit.disabled = false
    }
  }

  const form = element(
    'form',
    { className: 'generate', noValidate: true },
    element('div', { className: 'field' }, element('label', { htmlFor: 'prompt', textContent: 'Prompt' }), prompt),
    examples,
    element('div', { className: 'row' }, picker.element, ...fields.visible),
    element(
      'details',
      {},
      element('summary', { textContent: 'More settings' }),
      element('div', { className: 'row' }, ...fields.hidden),
      element(
        'div',
        { className: 'field' },
        element('label', { htmlFor: 'negative-prompt', textContent: 'Negative prompt' }),
        negativePrompt,
      ),
    ),
    element('div', { className: 'acts' }, submit, fault),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void generate()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !submit.disabled) void generate()
  })

  return {
    element: form,
    async refresh() {
      try {
        const { models } = await client.listModels({ query: { model_type: 'main', base_models: [...PAINTED_BASES] } })
        picker.show(models.filter((model) => model.type === 'main'))
      } catch (error) {
        fault.textContent = describeFailure(error)
      }
    },
  }
}
