// The reference page of the command line, made of the commands' own help.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Writes the page: every command that the help of the program names, in that order, with its help.
 *
 * @param {string} build  absolute path of dist/<hash>
 * @returns {string} Markdown
 */
export function makeCliReference(build) {
  const help = (command) =>
    execFileSync(process.execPath, [join(build, 'program.js'), ...command, '--help'], {
      encoding: 'utf8',
      // the help wraps its lines at the width of the terminal
      env: { ...process.env, COLUMNS: '100', NO_COLOR: '1' },
    })
  const sections = (command) => {
    const text = help(command)
    const section = `## \`${['bottega', ...command].join(' ')}\`\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`
    return [section, ...listSubcommands(text).flatMap((name) => sections([...command, name]))]
  }
  const intro = 'Written by `npm run gen` from the help of each command; do not edit.'
  return `# Command line\n\n${intro}\n\n${sections([]).join('\n')}`
}

// The names under "Commands:" stand two columns in; the lines of a wrapped description stand further in.
function listSubcommands(help) {
  const list = /^Commands:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? ''
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1]).filter((name) => name !== 'help')
}
