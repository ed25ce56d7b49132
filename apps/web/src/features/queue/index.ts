export { createQueuePanel } from './queue-panel.ts'
