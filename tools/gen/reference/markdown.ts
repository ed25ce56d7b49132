/** A page with its heading, who wrote it, and its parts. */
export function writePage(title: string, ...parts: readonly string[]): string {
  return [`# ${title}`, 'Written by `npm run gen`; do not edit.', ...parts].map((part) => `${part}\n`).join('\n')
}

/** A table, with a header for each cell of a row. */
export function writeTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headers, headers.map(() => '---'), ...rows.map((cells) => cells.map(escapeCell))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A name as it stands in code. */
export function code(text: string): string {
  return `\`${text}\``
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
