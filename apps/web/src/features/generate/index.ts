export { GeneratePanel } from './generate-panel.tsx'
