import { ActionIcon, Button, Checkbox, Popover, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSection } from '../../shared/user-state/index.ts'
import { DAY } from '../boards/index.ts'
import styles from './filter-menu.module.css'
import { type GalleryView, useNarrowing, useOpenBoard, viewSection } from './view.ts'

/** Star, days, order and size of the gallery. */
export function FilterMenu() {
  const { t } = useTranslation('gallery')
  const [view, change] = useSection(viewSection)
  const { starred, from, to } = useNarrowing()
  const isDay = useOpenBoard()?.startsWith(DAY) === true
  const StarIcon = starred ? IconStarFilled : IconStar
  return (
    <>
      <Tooltip label={t('onlyStarred')}>
        <ActionIcon
          aria-label={t('onlyStarred')}
          aria-pressed={starred}
          {...(starred && { 'data-on': true })}
          className={styles.toggle}
          onClick={() => useNarrowing.setState({ starred: !starred })}
        >
          <StarIcon size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon aria-label={t('view')} className={styles.toggle} {...(from + to !== '' && { 'data-on': true })}>
            <IconAdjustmentsHorizontal size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={styles.menu} aria-label={t('view')}>
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
          <Checkbox
            label={t('onlyStarred')}
            checked={starred}
            onChange={(event) => useNarrowing.setState({ starred: event.currentTarget.checked })}
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
        </Popover.Dropdown>
      </Popover>
    </>
  )
}
