export { readHandOverSearch } from './hand-over-search.ts'
/** The page where what one account has made is given to another. */
export const loadHandOverPage = () => import('./hand-over-page.tsx')
