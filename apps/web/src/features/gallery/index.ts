export { createGallery } from './gallery.ts'
