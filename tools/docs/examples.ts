/** The blocks of code in one language on a Markdown page, in order. */
export function listBlocks(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, name, block = '']) => (name === language ? [block] : []))
}

/** The commands of a Markdown page: every line of its `sh` blocks that starts `npm run generate`, with or without --silent, or `npx`. */
export function listCommands(page: string): string[] {
  return listBlocks(page, 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^(npm run (--silent )?generate|npx --no-install bottega) /.test(line))
}

/** Splits a command into words as a shell does, with double quotes. */
export function splitWords(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
