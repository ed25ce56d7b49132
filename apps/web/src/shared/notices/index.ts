export { NoticeList } from './notice-list.tsx'
export { attempt, dismissAll, tell } from './notices.ts'
