export { type FormField, formSection, type GenerateForm } from './form-section.ts'
export { GeneratePanel } from './generate-panel.tsx'
export { type RecallPart, recallSettings, startFromImage } from './recall.ts'
