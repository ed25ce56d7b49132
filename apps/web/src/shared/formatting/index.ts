export { findLocale } from './locale.ts'
export { formatBytes, formatDuration, formatNumber } from './numbers.ts'
export { formatAge, formatDay, formatTime, parseTime } from './times.ts'
