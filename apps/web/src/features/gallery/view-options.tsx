import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSection } from '../../shared/user-state/index.ts'
import { DAY } from '../boards/index.ts'
import { type GalleryView, useNarrowing, useOpenBoard, viewSection } from './view.ts'
import styles from './view-options.module.css'

/** Order and size of the pictures, and the days that they are of. */
export function ViewOptions() {
  const { t } = useTranslation('gallery')
  const [view, change] = useSection(viewSection)
  const { from, to } = useNarrowing()
  const isDay = useOpenBoard()?.startsWith(DAY) === true
  return (
    <fieldset className={styles.options} aria-label={t('view')}>
      <SegmentedControl
        aria-label={t('order')}
        value={view.order}
        onChange={(order) => change({ order: order as GalleryView['order'] })}
        data={[
          { value: 'newest', label: t('newest') },
          { value: 'oldest', label: t('oldest') },
        ]}
      />
      <SegmentedControl
        aria-label={t('size')}
        value={view.size}
        onChange={(size) => change({ size: size as GalleryView['size'] })}
        data={[
          { value: 'small', label: t('small') },
          { value: 'medium', label: t('medium') },
          { value: 'large', label: t('large') },
        ]}
      />
      {!isDay && (
        <div className={styles.days}>
          <TextInput
            type="date"
            label={t('from')}
            value={from}
            max={to}
            onChange={(event) => useNarrowing.setState({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('to')}
            value={to}
            min={from}
            onChange={(event) => useNarrowing.setState({ to: event.currentTarget.value })}
          />
        </div>
      )}
      {from + to !== '' && (
        <Button variant="subtle" onClick={() => useNarrowing.setState({ from: '', to: '' })}>
          {t('anyDay')}
        </Button>
      )}
    </fieldset>
  )
}
