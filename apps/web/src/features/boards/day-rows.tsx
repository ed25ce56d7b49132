import { IconCalendar } from '@tabler/icons-react'
import { formatDay } from '../../shared/formatting/index.ts'
import { thumbnailOf } from '../../shared/image-address.ts'
import { DAY } from './board.ts'
import { PlaceRow } from './place-row.tsx'
import { type Shelf, useDays } from './queries.ts'

/** What the days take. */
export interface DayRowsProps {
  readonly open: string | undefined
  readonly shelf: Shelf
  onOpen(place: string): void
}

/** The days on which pictures were made, newest first. */
export function DayRows({ open, shelf, onOpen }: DayRowsProps) {
  const days = useDays().data
  return (
    <ul>
      {days?.map(({ date, cover_image_name: cover, image_count, asset_count }) => (
        <PlaceRow
          key={date}
          face={
            cover === null ? (
              <IconCalendar size={18} stroke={1.5} aria-hidden />
            ) : (
              <img src={thumbnailOf(cover)} alt="" loading="lazy" decoding="async" />
            )
          }
          label={<time dateTime={date}>{formatDay(date)}</time>}
          count={shelf === 'images' ? image_count : asset_count}
          isOpen={open === DAY + date}
          onOpen={() => onOpen(DAY + date)}
        />
      ))}
    </ul>
  )
}
