export { NoticeList } from './notice-list.tsx'
export { attempt, dismiss, type Notice, tell } from './notices.ts'
