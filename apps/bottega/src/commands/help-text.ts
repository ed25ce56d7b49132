/**
 * The text of a help in lines of so many characters. Lines without indentation belong together as a paragraph, but for headings and
 * what is said of exit codes; indented ones stay as they are.
 */
export function wrapHelp(text: string, width: number): string {
  const lines: string[] = []
  let paragraph = ''
  const end = () => {
    if (paragraph !== '') lines.push(...wrap(paragraph, width))
    paragraph = ''
  }
  for (const line of text.split('\n')) {
    if (line === '' || /^\s|^Exit codes:/.test(line)) end()
    if (line === '' || /^\s/.test(line)) lines.push(line)
    else paragraph = paragraph === '' ? line : `${paragraph} ${line}`
    if (line.endsWith(':')) end()
  }
  end()
  return lines.join('\n')
}

function wrap(paragraph: string, width: number): string[] {
  const lines: string[] = []
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
