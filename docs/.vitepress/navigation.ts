/** A group of pages in the navigation; links are addresses of the site. */
export interface Section {
  readonly text: string
  readonly collapsed?: boolean
  readonly items: readonly { readonly text: string; readonly link: string }[]
}

/** The navigation beside every page. A test holds it to the pages that there are. */
export const NAVIGATION: Section[] = [
  {
    text: 'The studio',
    items: [
      { text: 'What it is', link: '/' },
      { text: 'The page', link: '/studio' },
      { text: 'Generating in the shell', link: '/generating' },
      { text: 'Models', link: '/models' },
      { text: 'Using it from a script', link: '/api' },
    ],
  },
  {
    text: 'Multi-User Mode',
    items: [
      { text: 'For those who work in it', link: '/multiuser/user_guide' },
      { text: 'For administrators', link: '/multiuser/admin_guide' },
      { text: 'For scripts and programs', link: '/multiuser/api_guide' },
    ],
  },
  {
    text: 'Running it',
    items: [
      { text: 'The server', link: '/server' },
      { text: 'Trouble, and what to do', link: '/troubleshooting' },
      { text: 'Benchmarks', link: '/benchmarks' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Settings', link: '/reference/settings' },
      { text: 'Commands', link: '/reference/cli' },
      { text: 'Routes', link: '/reference/routes' },
      { text: 'Events', link: '/reference/events' },
      { text: 'Errors', link: '/reference/errors' },
      { text: 'Nodes', link: '/reference/nodes' },
      { text: 'Permissions', link: '/reference/roles' },
    ],
  },
  {
    text: 'How it is made',
    collapsed: true,
    items: [
      { text: 'Architecture', link: '/architecture' },
      { text: 'Glossary', link: '/glossary' },
      { text: 'Decisions', link: '/decisions/' },
    ],
  },
]
