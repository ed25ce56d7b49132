/** A block of code of a Markdown page. */
export interface Block {
  /** What stands behind the fence; empty for a drawing. */
  readonly language: string
  readonly text: string
  /** Line of the page on which its code begins. */
  readonly line: number
  /** What a person sees who runs it, where the page shows it: the `text` block that comes next. `…` stands for anything. */
  readonly shown: readonly string[]
}

/** The blocks of a page, in order. A `text` block behind another one is no block of its own: it shows what that one prints. */
export function listBlocks(page: string): Block[] {
  const blocks: Block[] = []
  for (const match of page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)) {
    const [, language = '', text = ''] = match
    const line = page.slice(0, match.index).split('\n').length + 1
    const before = blocks.at(-1)
    if (language === 'text' && before !== undefined) {
      blocks[blocks.length - 1] = { ...before, shown: [...before.shown, ...text.split('\n').filter(Boolean)] }
    } else blocks.push({ language, text, line, shown: listComments(text) })
  }
  return blocks
}

/** Whether a line of output is what a page shows, where `…` stands for anything. */
export function isShown(shown: string, line: string): boolean {
  const pattern = shown
    .trim()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^\\s*${pattern.join('.*')}\\s*$`).test(line)
}

/** What a line that prints says of what it prints, in a comment at its end. */
function listComments(text: string): string[] {
  return [...text.matchAll(/^\s*(?:console\.log|print)\(.*\)\s+(?:\/\/|#) (.+)$/gm)].map(([, comment = '']) => comment)
}
