import { ActionIcon, CloseButton, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import { useSection } from '../../shared/user-state/index.ts'
import { uploadAction } from './actions.ts'
import styles from './gallery-head.module.css'
import { useNarrowing, viewSection } from './view.ts'
import { ViewOptions } from './view-options.tsx'

const SEARCH_AFTER_MS = 250

/** What the gallery shows, and what it is narrowed to. */
export function GalleryHead({ count }: { readonly count: number | undefined }) {
  const { t } = useTranslation('gallery')
  const [view, change] = useSection(viewSection)
  const { search: wanted, starred, from, to } = useNarrowing()
  const hasDays = from + to !== ''
  const [isUnfolded, setIsUnfolded] = useState(hasDays)
  const StarIcon = starred ? IconStarFilled : IconStar
  const [text, setText] = useState(wanted)
  // taken back elsewhere
  useEffect(() => setText((typed) => (typed.trim() === wanted ? typed : wanted)), [wanted])
  useEffect(() => {
    // a state that only looks new would begin the list anew
    if (text.trim() === useNarrowing.getState().search) return
    const timer = setTimeout(() => useNarrowing.setState({ search: text.trim() }), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <div className={styles.head}>
      <div className={styles.row}>
        <SegmentedControl
          className={styles.tabs}
          aria-label={t('shows')}
          value={view.shows}
          onChange={(shows) => change({ shows: shows === 'assets' ? 'assets' : 'images' })}
          data={[
            { value: 'images', label: t('images') },
            { value: 'assets', label: t('assets') },
          ]}
        />
        <span className={styles.count}>{count !== undefined && t('count', { count })}</span>
        <ActionButton action={uploadAction} subject={undefined} />
      </div>
      <div className={styles.row}>
        <TextInput
          className={styles.search}
          data-gallery-search
          type="search"
          aria-label={t('search')}
          placeholder={t('searchHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setText('')}
          rightSection={text !== '' && <CloseButton size="sm" aria-label={t('clearSearch')} onClick={() => setText('')} />}
        />
        <Tooltip label={t('onlyStarred')}>
          <ActionIcon
            className={styles.toggle}
            aria-label={t('onlyStarred')}
            aria-pressed={starred}
            onClick={() => useNarrowing.setState({ starred: !starred })}
          >
            <StarIcon size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('view')}>
          <ActionIcon
            className={styles.toggle}
            aria-label={t('view')}
            aria-expanded={isUnfolded}
            {...(hasDays && { 'data-on': true })}
            onClick={() => setIsUnfolded(!isUnfolded)}
          >
            <IconAdjustmentsHorizontal size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {isUnfolded && <ViewOptions />}
    </div>
  )
}
