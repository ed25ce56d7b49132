/** Whether a case is named by a pattern: its group, its whole id, or its name alone; `*` stands for any letters. */
export function isNamed(id: string, pattern: string): boolean {
  const [group = '', name] = id.split('/')
  return [id, group, ...(name === undefined ? [] : [name])].some((text) => matches(text, pattern))
}

/** Patterns of a list `GROUP[/NAME],…`. */
export function parsePatterns(list: string): string[] {
  return list
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
}

function matches(text: string, pattern: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`).test(text)
}
