/** The page of what was deleted. */
export const loadTrashPage = () => import('./trash-page.tsx')
