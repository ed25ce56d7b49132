import { ModelSection } from './model-section.tsx'
import { PromptSection } from './prompt-section.tsx'
import { SamplingSection } from './sampling-section.tsx'
import { SeedSection } from './seed-section.tsx'
import { SizeSection } from './size-section.tsx'
import { StartImageSection } from './start-image-section.tsx'

/** What can be said beside the prompt. It comes after the first screen, below it. */
export function FormSections() {
  return (
    <>
      <PromptSection />
      <ModelSection />
      <SizeSection />
      <SamplingSection />
      <SeedSection />
      <StartImageSection />
    </>
  )
}
