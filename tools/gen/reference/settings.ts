import { environmentName, flagName, listSettingKeys, SETTINGS } from '@bottega/contracts'
import { code, writePage, writeTable } from './markdown.ts'

/** Writes the page of all settings. */
export function writeSettings(): string {
  const rows = listSettingKeys().map((key) => {
    const { type, default: fallback, help, restart, secret } = SETTINGS[key]
    const usual = secret
      ? ''
      : code(fallback === null ? 'none' : Array.isArray(fallback) ? fallback.join(',') || 'none' : String(fallback))
    return [code(key), usual, type.allowed, `${help}${secret ? '; never shown' : ''}`, restart ? '' : 'yes']
  })
  const [key = 'port'] = listSettingKeys().slice(1)
  return writePage(
    'Settings',
    `Each is a line of \`bottega.yaml\` in the root (\`${key}: 9191\`), an environment variable (\`${environmentName(key)}=9191\`), and a flag of
\`bottega serve\` (\`${flagName(key)} 9191\`). A flag wins over the environment, that over the file, that over what is usual.
\`bottega config\` shows what counts and where it was said. Settings of InvokeAI that are not here are passed over, with a line in the log.`,
    writeTable(['key', 'usually', 'allowed', 'meaning', 'without a restart'], rows),
  )
}
