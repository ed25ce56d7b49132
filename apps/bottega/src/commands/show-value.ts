/** The value of a setting for people: `none`, or items separated by commas as one types them. */
export function showValue(value: unknown): string {
  if (value === null) return 'none'
  return Array.isArray(value) ? value.join(',') || 'none' : String(value)
}
