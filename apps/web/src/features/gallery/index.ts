export { GalleryPanel } from './gallery-panel.tsx'
export { Placeholder } from './placeholder.tsx'
