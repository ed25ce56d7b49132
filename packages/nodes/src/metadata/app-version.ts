import manifest from '../../package.json' with { type: 'json' }

/** The key under which metadata says which version of the program made it, and the version. */
export const APP_VERSION = { app_version: manifest.version }
