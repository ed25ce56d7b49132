export { createGenerateForm } from './generate-form.ts'
