/** The page of what happened on the server. */
export const loadAuditPage = () => import('./audit-page.tsx')
