/** What a user agent names itself: the more special name first, since browsers also name those that they descend from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\bHeadlessChrome\/(\d+)/, 'Chrome'],
  [/\b(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/, 'Safari'],
  [/^curl\/([\d.]+)/, 'curl'],
  [/^python-requests\/([\d.]+)/, 'Python'],
  [/^(?:node|undici)$/, 'Node.js'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** What somebody signed in with, as far as its user agent tells; undefined when it tells nothing known. */
export interface Device {
  readonly program: string | undefined
  readonly system: string | undefined
  readonly isPhone: boolean
}

/** Reads a user agent. */
export function readDevice(userAgent: string | null): Device {
  const agent = userAgent ?? ''
  const [words, name] = BROWSERS.find(([pattern]) => pattern.test(agent)) ?? []
  const version = words?.exec(agent)?.[1]
  return {
    program: name && [name, version].filter(Boolean).join(' '),
    system: SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1],
    isPhone: /Mobile|Android|iPhone/.test(agent),
  }
}
