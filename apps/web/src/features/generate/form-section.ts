import { defineSection } from '../../shared/user-state/index.ts'

/** What the form holds; what is left out is the model's own choice. */
export interface GenerateForm {
  readonly positivePrompt: string
  readonly negativePrompt: string
}

/** The form as it is kept for its user. */
export const formSection = defineSection<GenerateForm>({
  name: 'form',
  initial: { positivePrompt: '', negativePrompt: '' },
  parse: ({ positivePrompt, negativePrompt }) => ({
    ...(typeof positivePrompt === 'string' && { positivePrompt }),
    ...(typeof negativePrompt === 'string' && { negativePrompt }),
  }),
})
