export { noteNewestPicture } from './queries.ts'
export { QueueBadge } from './queue-badge.tsx'
export { QueueLive } from './queue-live.tsx'
export { Stage } from './stage.tsx'
export { Tray } from './tray.tsx'
/** The page of the queue. */
export const loadQueuePage = () => import('./queue-page.tsx')
