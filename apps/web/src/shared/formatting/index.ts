export { findLocale } from './locale.ts'
export { formatBytes, formatDuration, formatNumber } from './numbers.ts'
export { findDayEnd, findDayStart, formatAge, formatDay, formatSpan, formatTime, formatToday, parseTime } from './times.ts'
