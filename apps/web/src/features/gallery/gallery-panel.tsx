import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../shared/server/index.ts'
import { EmptyState } from '../../shared/ui/empty-state.tsx'
import { BoardChooser } from '../boards/index.ts'
import styles from './gallery-panel.module.css'

/** The pictures. */
export function GalleryPanel() {
  const { t } = useTranslation('gallery')
  const { client } = useServer()
  const images = useQuery({
    queryKey: ['gallery', 'images'],
    queryFn: ({ signal }) =>
      client.listImages(
        { query: { categories: ['general'], is_intermediate: false, starred_first: false, limit: 100 } },
        { signal },
      ),
  })
  if (images.data?.total === 0) return <EmptyState title={t('noPictures')} />
  return (
    <>
      <ul className={styles.grid}>
        {images.data?.items.map(({ image_name, thumbnail_url }) => (
          <li key={image_name}>
            <img src={thumbnail_url.replace(/^\//, '')} alt={t('picture')} />
          </li>
        ))}
      </ul>
      <BoardChooser />
    </>
  )
}
