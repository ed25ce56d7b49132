import { useSearch } from '@tanstack/react-router'
import { GalleryPanel } from '../features/gallery/index.ts'
import { GeneratePanel } from '../features/generate/index.ts'
import { Tray } from '../features/queue/index.ts'
import { StudioCentre } from './studio-centre.tsx'
import styles from './studio-page.module.css'

/** The place to make pictures: how on the left, what in the middle, where on the right; on a phone one after the other. */
export function StudioPage() {
  const { tab } = useSearch({ from: '/' })
  return (
    <div className={styles.studio} data-tab={tab ?? 'make'}>
      <section className={styles.how} data-scope="generate">
        <GeneratePanel />
      </section>
      <section className={styles.what} data-scope="viewer">
        <StudioCentre />
        <Tray />
      </section>
      <section className={styles.where} data-scope="gallery">
        <GalleryPanel />
      </section>
    </div>
  )
}
