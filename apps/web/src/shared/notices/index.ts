export { NoticeList } from './notice-list.tsx'
export { attempt, dismiss, dismissAll, type Notice, tell } from './notices.ts'
