import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/Applications/Google Chrome.app/Contents/MacOS']

/** How to come by a browser for the tests that need one. */
export const CHROMIUM_ADVICE =
  'install Chromium (Debian, Ubuntu: apt-get install chromium), or name one with CHROMIUM_PATH=/path/to/chromium'

/** The Chromium of this machine: the one that CHROMIUM_PATH names, else one under a usual name; undefined when there is none. */
export function findChromium(environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = environment
  const folders = [...PATH.split(delimiter), ...PLACES].filter(Boolean)
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    join(PLACES[3] ?? '', 'Google Chrome'),
  ]
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : candidates).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether tests that need a browser have to be skipped, which is then said with its remedy. */
export function lacksBrowser(): boolean {
  if (findChromium() !== undefined) return false
  process.stderr.write(`Tests in a browser are skipped, there is none: ${CHROMIUM_ADVICE}\n`)
  return true
}
