/** The viewer, once somebody looks at a picture. */
export const loadViewer = () => import('./viewer.tsx')
