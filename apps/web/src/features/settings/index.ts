export { useLooks } from './use-looks.ts'
/** The page of settings. */
export const loadSettingsPage = () => import('./settings-page.tsx')
