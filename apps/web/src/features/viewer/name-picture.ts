import i18next from 'i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import type { ImageDto } from '../images/index.ts'

/** What a picture is called where nobody knows its prompt. */
export function namePicture({ created_at, width, height }: Pick<ImageDto, 'created_at' | 'width' | 'height'>): string {
  return i18next.t('viewer:pictureOf', { time: formatTime(parseTime(created_at)), width, height })
}
