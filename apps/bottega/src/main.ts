import type { SettingKey } from '@bottega/contracts'
import manifest from '../package.json' with { type: 'json' }
import { identifyByAccount, identifySingleUser } from './auth/identify.ts'
import { createLinkPasswords } from './auth/link-passwords.ts'
import { createLoginThrottle } from './auth/login-throttle.ts'
import { createSignInGuard } from './auth/sign-in-guard.ts'
import { createTokens } from './auth/tokens.ts'
import { writeCheckpointsAside } from './data/checkpoints.ts'
import { watchOtherCommits } from './data/database.ts'
import { StoreError } from './data/errors.ts'
import { acquireRootLock, type RootLock } from './data/lock.ts'
import { createReaders } from './data/readers.ts'
import { findUnknownImages } from './data/repositories/images.ts'
import { openRootDatabase, rootDatabasePath } from './data/root-database.ts'
import type { Sqlite } from './data/sqlite.ts'
import { createEventBus, type EventBus } from './events/bus.ts'
import type { ServerEvent } from './events/server-event.ts'
import { createCoverFiles } from './files/cover-files.ts'
import type { Disk } from './files/disk.ts'
import { createFiles, type Files } from './files/files.ts'
import { createImageFiles } from './files/image-files.ts'
import { clearLeftovers } from './files/leftovers.ts'
import { findProjectRoot } from './files/project-root.ts'
import { openRollingFile } from './files/rolling-file.ts'
import { prepareRoot, type RootPaths, rootPaths } from './files/root.ts'
import { findServer, identifyServer, removeServerInfo, writeServerInfo } from './files/server-info.ts'
import { openWebFiles } from './files/web-files.ts'
import { createPictureIntake } from './pictures/intake.ts'
import { notePrivacy } from './services/accounts/privacy-notes.ts'
import type { App } from './services/app.ts'
import { clearDownloads } from './services/archives/downloads.ts'
import { keepBackupsRegularly } from './services/backup/schedule.ts'
import { tellOfBoards } from './services/boards/board-news.ts'
import { finishRemovals } from './services/images/image-removal.ts'
import { findAwayFolder } from './services/images/lost-pictures.ts'
import { syncDefaultLibrary } from './services/library/default-library.ts'
import { createLog, describeForLog } from './services/log/log.ts'
import { createMailer } from './services/mail/mailer.ts'
import { chooseDevices } from './services/models/devices.ts'
import { createModelInstalls } from './services/models/model-installs.ts'
import { createModelLocks } from './services/models/model-locks.ts'
import { registerStarterModel } from './services/models/starter-model.ts'
import { cancelOrphans } from './services/queue/queue-acts.ts'
import { createSessions } from './services/queue/sessions.ts'
import { createCommandNews } from './services/server/command-news.ts'
import { keepHouseRegularly } from './services/server/housekeeping.ts'
import { nameHost } from './services/server/page-address.ts'
import type { Readiness } from './services/server/readiness.ts'
import type { Server } from './services/server/server.ts'
import { openSettings } from './services/server/settings.ts'
import { StartError } from './services/server/start-error.ts'
import { loadTlsFiles } from './services/server/tls-files.ts'
import { clearUselessSetupCode, drawSetupCode } from './services/sign-in/setup.ts'
import { openSigningSecret } from './services/sign-in/signing-secret.ts'
import { createWorkerHost } from './worker/host.ts'

/**
 * Reads the settings of a root; nothing is made.
 *
 * @throws FileError, AppError `setting_invalid`
 */
export async function openRootSettings(rootPath: string, environment: Readonly<Record<string, string | undefined>>) {
  const { settings: file } = rootPaths(rootPath)
  return { file, settings: await openSettings(file, createFiles(), { environment }) }
}

/**
 * Writes a setting into the file of a root; the root's folder is made where it is missing.
 *
 * @param value  as parsed; null takes it out of the file
 * @returns with whether a server runs on the root, which does not know of the change yet
 * @throws FileError, AppError `setting_invalid` also where the environment overrules the file
 */
export async function changeRootSetting(
  rootPath: string,
  environment: Readonly<Record<string, string | undefined>>,
  key: SettingKey,
  value: unknown,
) {
  const opened = await openRootSettings(rootPath, environment)
  await createFiles().prepareFolder(rootPath)
  await opened.settings.update({ [key]: value })
  return { ...opened, isServed: (await findServer(rootPaths(rootPath).serverInfo)) !== undefined }
}

/** A root as commands work on it, beside a server or without one. */
export interface OpenRoot extends Pick<App, 'root' | 'settings' | 'db' | 'images' | 'covers' | 'projectRoot' | 'version'> {
  close(): Promise<void>
}

/**
 * Opens a root for a command: its folders and its database are made or brought up to date where needed.
 *
 * @param rootPath  absolute
 * @throws StoreError, FileError, AppError `setting_invalid`
 */
export async function openRoot(rootPath: string, environment: Readonly<Record<string, string | undefined>>): Promise<OpenRoot> {
  const { settings } = await openRootSettings(rootPath, environment)
  const root = await prepareRoot(rootPath, settings.values.models_dir)
  const db = await openRootDatabase<ServerEvent>(root.root)
  return {
    version: manifest.version,
    root,
    settings,
    db,
    images: createImageFiles(root.images),
    covers: openCovers(root, createFiles()),
    projectRoot: findProjectRoot(import.meta.url),
    close: () => db.close(),
  }
}

function openCovers(root: RootPaths, files: Files): App['covers'] {
  return {
    models: createCoverFiles(root.modelCovers, files),
    workflows: createCoverFiles(root.workflowThumbnails, files),
    stylePresets: createCoverFiles(root.stylePresetImages, files),
  }
}

/** What a server is started with. */
export interface ServerOptions {
  /** absolute */
  readonly rootPath: string
  readonly flags?: Readonly<Partial<Record<SettingKey, unknown>>>
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly writeLog: (line: string) => void
  /** The build's folder, with the files of threads, workers and the page; that of this module when left out. */
  readonly build?: URL
  /** For tests alone, which watch and break what lies under the server; no setting leads here. */
  readonly ground?: Ground
}

/** What a server stands on. */
export interface Ground {
  readonly disk: Disk
  /** Puts something around the connection to the database. */
  watchDatabase(sqlite: Sqlite): Sqlite
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string
  readonly app: Server
  /** What happens on it. */
  readonly events: Pick<EventBus, 'subscribe'>
  /** Stops listening, lets go of everything and clears the note of the root. */
  close(): Promise<void>
}

/**
 * The composition root of the server: opens a root, brings it up to date, and listens.
 *
 * @throws StartError, StoreError, FileError, AppError `setting_invalid`
 */
export async function startServer({
  rootPath,
  flags = {},
  environment = {},
  writeLog,
  build,
  ground,
}: ServerOptions): Promise<RunningServer> {
  const files = createFiles(ground?.disk)
  const settings = await openSettings(rootPaths(rootPath).settings, files, { flags, environment })
  const root = await prepareRoot(rootPath, settings.values.models_dir)
  const { host, port, multiuser, log_level, log_format, log_files, max_image_pixels, pil_compress_level } = settings.values
  const logFile = openRollingFile(root.logs, {
    name: 'bottega',
    kept: log_files,
    onFault: (error) => writeLog(`The log is not written into ${root.logs}: ${error instanceof Error ? error.message : error}`),
  })
  const log = createLog({ level: log_level, format: log_format }, (line) => {
    writeLog(line)
    logFile.write(line)
  })
  for (const warning of settings.warnings) log.write('warning', warning)

  // taken apart in the opposite order, also when a later step fails
  const undo: (() => Promise<void> | void)[] = [() => logFile.close()]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  let hasServed = false
  undo.push(() => {
    if (hasServed) log.write('info', 'Stopped')
  })
  try {
    const lock = await holdRoot(root)
    undo.push(() => lock.release())
    const events = createEventBus()
    const db = await openRootDatabase<ServerEvent>(root.root, {
      lock,
      deliver: (event) => events.publish(event),
      onUpdate: (copy) =>
        log.write(
          'info',
          copy === undefined ? 'Made the database' : `Brought the database up to date; as it was it lies in ${copy}`,
        ),
      watch: ground?.watchDatabase,
    })
    undo.push(() => db.close())
    const readers = createReaders(new URL('./reader.js', build ?? import.meta.url), rootDatabasePath(root.root))
    undo.push(() => readers.close())
    undo.push(
      writeCheckpointsAside(db, readers, (error) =>
        log.write('warning', `The log of the database was not written: ${describeForLog(error)}`),
      ),
    )
    const images = createImageFiles(root.images, ground?.disk)
    const modelInstalls = createModelInstalls({ db, root, events, log })
    undo.push(() => modelInstalls.stop())
    const workers = chooseDevices(settings.values.generation_devices).map((device) => ({
      device,
      host: createWorkerHost({ entry: new URL('./worker.js', build ?? import.meta.url) }),
    }))
    const sessions = createSessions({ db, events, images, log, root, settings }, workers)
    undo.push(() => sessions.stop())
    const guard = createSignInGuard(createLoginThrottle(), () => settings.values.login_throttle)
    // loaded only where a server runs
    const [
      { createHttpServer },
      { createHostFinder },
      { createHostGuard },
      { stripSubPath },
      { createGateway },
      { createMetrics },
    ] = await Promise.all([
      import('./http/app.ts'),
      import('./http/forwarded-host.ts'),
      import('./http/known-host.ts'),
      import('./http/sub-path.ts'),
      import('./events/gateway.ts'),
      import('./services/server/metrics.ts'),
    ])
    let countSockets = () => 0
    const metrics = createMetrics({ db, root, log, version: manifest.version }, { countSockets: () => countSockets() })
    undo.push(() => metrics.close())
    undo.push(events.subscribe((event) => metrics.noteEvent(event)))
    const mailer = createMailer({ settings, log })
    undo.push(() => mailer.close())
    const app: Server = {
      version: manifest.version,
      projectRoot: findProjectRoot(import.meta.url),
      root,
      settings,
      log,
      db,
      readers,
      events,
      files,
      images,
      covers: openCovers(root, files),
      pictures: createPictureIntake({ maxPixels: max_image_pixels, compressionLevel: pil_compress_level }),
      modelLocks: createModelLocks(),
      modelInstalls,
      sessions,
      tokens: await createTokens(await openSigningSecret({ root, settings })),
      guard,
      linkPasswords: createLinkPasswords(guard),
      setupCode: await drawSetupCode({ db, files, root, settings }),
      metrics,
      mailer,
    }
    const byAccount = identifyByAccount(app)
    const identify = multiuser ? byAccount : identifySingleUser(byAccount)

    const away = await findAwayFolder(app, { isThorough: false })
    if (away !== undefined) {
      log.write('warning', `${away} What is made meanwhile lies under it once it is. "bottega doctor" tells more.`)
    }
    await images.finishUnfinished((names) => findUnknownImages(db, names))
    await finishRemovals(app)
    await clearDownloads(app, { atStart: true })
    // what dead restores and installs were copying
    await clearLeftovers(root.root)
    await clearLeftovers(root.models, { isStart: true })
    await notePrivacy(app)
    await registerStarterModel(app)
    await syncDefaultLibrary(app)

    const readiness: Readiness = { state: 'starting' }
    undo.push(tellOfBoards(app))
    const tls = await loadTlsFiles(files, root.root, settings.values)
    const page = await openWebFiles(new URL('./web/', build ?? import.meta.url))
    const hostOf = createHostFinder(settings.values.forwarded_allow_ips)
    const findStrangeHost = createHostGuard(settings.values, hostOf)
    const http = await createHttpServer({ app, identify, readiness, page, findStrangeHost, tls })
    undo.push(() => http.close())
    const gateway = createGateway({
      server: http.server,
      bus: events,
      hostOf,
      findStrangeHost,
      allowedOrigins: settings.values.allow_origins,
      identify: async ({ token, authorization, cookie, isFromOwnPage }) => {
        const header = token === undefined ? authorization : `Bearer ${token}`
        const { actor, signIn, apiKey } = await identify(
          { who: 'user', media: false },
          { authorization: header, cookie, mayChangeByCookie: isFromOwnPage },
        )
        // a key of any scope may read
        return { actor, until: signIn === undefined ? apiKey?.expiresAt : new Date(signIn.claims.exp * 1000) }
      },
    })
    undo.push(() => gateway.close())
    countSockets = () => gateway.count()
    stripSubPath(http.server, settings.values.base_url)
    undo.push(
      events.subscribe(({ name }) => {
        if (name !== 'account_changed') return
        void cancelOrphans(app).catch((error) => log.write('error', `Looking after accounts failed: ${describeForLog(error)}`))
      }),
    )
    // a command may have changed whatever there is
    const commandNews = createCommandNews(app)
    undo.push(commandNews.close)
    undo.push(
      watchOtherCommits(db, () => {
        commandNews.noteCommit()
        events.publish({ name: 'account_changed', payload: { user_id: undefined } })
        void clearUselessSetupCode(app).catch((error) => log.write('error', `setup code: ${describeForLog(error)}`))
      }),
    )
    await http.listen({ host, port }).catch((error) => {
      throw explainListenFailure(error, host, port)
    })
    const url = describeAddress(http.server.address(), host, tls !== undefined) + (settings.values.base_url ?? '')
    const info = { url, pid: process.pid, started_at: new Date().toISOString() }
    readiness.identity = identifyServer(info)
    await writeServerInfo(files, root.serverInfo, info)
    undo.push(() => removeServerInfo(root.serverInfo))
    undo.push(keepHouseRegularly(app))
    await sessions.start()
    readiness.state = 'ready'
    hasServed = true
    log.write('info', `Bottega ${manifest.version} serves ${root.root} at ${url}, ${multiuser ? 'with' : 'without'} accounts`)
    undo.push(keepBackupsRegularly(app, new URL('./program.js', build ?? import.meta.url)))
    undo.push(() => {
      readiness.state = 'stopping'
    })
    return { url, app, events, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The right to be the root's server; whoever has it is named. */
async function holdRoot({ root, databases, serverInfo }: RootPaths): Promise<RootLock> {
  try {
    return acquireRootLock(databases)
  } catch (cause) {
    const other = await findServer(serverInfo)
    if (other === undefined || !(cause instanceof StoreError) || cause.code !== 'root_in_use') throw cause
    throw new StartError(
      'root_served',
      `A server runs on the root ${root} already, at ${other.url} (process ${other.pid}). End it first, or choose another root with --root.`,
      { cause },
    )
  }
}

function explainListenFailure(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        'port_taken',
        `Port ${port} of ${host} is taken by another program, perhaps a Bottega that runs already. End that one, or choose another port: npm start -- --port ${port === 65_535 ? port - 1 : port + 1}`,
        { cause },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError('address_unusable', `${host} is no address of this machine. Choose another with --host.`, { cause })
    case 'EACCES':
      return new StartError(
        'address_unusable',
        `Port ${port} may not be listened on by this user. Choose one above 1023 with --port.`,
        {
          cause,
        },
      )
    default:
      return cause
  }
}

function describeAddress(address: string | { readonly port: number } | null, host: string, isSecure: boolean): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `${isSecure ? 'https' : 'http'}://${nameHost(host)}:${port}`
}
