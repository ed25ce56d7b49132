import { type NamedRoute, ROUTES, type Route, type RouteName } from '@bottega/contracts'
import { type Maker, pictureForm, SUM, WORKFLOW } from './make-things.ts'
import type { RequestOptions } from './temporary-server.ts'

/** A call that a sensible client makes. */
export interface GoodCall {
  /** What stands in the path's braces. */
  readonly at?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: FormData
  /** Where no call can have the usual one. */
  readonly status?: number
}

/** Makes a good call of a route, with the things that it names. */
export type MakeGoodCall = () => GoodCall | Promise<GoodCall>

/**
 * A good call of each route: what is missing here does not compile.
 *
 * @param maker  makes what the calls name
 */
export function listGoodCalls(
  maker: Maker,
  { root, projectRoot }: { readonly root: string; readonly projectRoot: string },
): Readonly<Record<RouteName, MakeGoodCall>> {
  const onQueue = { at: { queue_id: 'default' } }
  const asVideo = { at: { video_name: 'v.mp4' }, status: 404 }
  const asJob = async (status: number) => ({ at: { id: (await maker.install()).id }, status })
  const account = { email: 'a@b.test', password: 'Correct-Horse-7' }
  const linked = ({ token, imageName }: { token: string; imageName: string }) => ({ at: { token, image_name: imageName } })

  return {
    // accounts: nobody has one yet
    getAuthStatus: () => ({}),
    setUp: () => ({ json: account, status: 403 }),
    logIn: () => ({ json: account, status: 403 }),
    logOut: () => ({ status: 401 }),
    renewMediaCookie: () => ({}),
    getOwnAccount: () => ({ status: 401 }),
    updateOwnAccount: () => ({ json: { display_name: 'A' }, status: 401 }),
    generatePassword: () => ({ status: 401 }),
    listUsers: () => ({ status: 401 }),
    createUser: () => ({ json: account, status: 401 }),
    getUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    updateUser: () => ({ at: { user_id: 'system' }, json: { display_name: 'A' }, status: 401 }),
    deleteUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    exportOwnData: () => ({}),
    listOwnExports: () => ({}),
    exportUserData: () => ({ at: { user_id: 'system' }, status: 401 }),
    listSessionsOfUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    endSessionsOfUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    listApiKeysOfUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    deleteApiKeysOfUser: () => ({ at: { user_id: 'system' }, status: 401 }),
    deleteApiKeyOfUser: () => ({ at: { user_id: 'system', key_id: 'k' }, status: 401 }),
    listOwnAccess: () => ({ status: 401 }),
    noteOwnAccess: () => ({ at: { opening_id: 'o' }, status: 401 }),
    createResetLink: () => ({ at: { user_id: 'system' }, status: 401 }),
    findInDirectory: () => ({ query: { query: 'a' }, status: 401 }),
    listOwnSessions: () => ({ status: 401 }),
    endOtherSessions: () => ({ status: 401 }),
    endSession: () => ({ at: { session_id: 's' }, status: 401 }),
    createApiKey: () => ({ json: { name: 'k', scopes: ['read'] }, status: 401 }),
    listApiKeys: () => ({ status: 401 }),
    deleteApiKey: () => ({ at: { key_id: 'k' }, status: 401 }),
    createInvitation: () => ({ json: {}, status: 401 }),
    listInvitations: () => ({ status: 401 }),
    revokeInvitation: () => ({ at: { invitation_id: 'i' }, status: 401 }),
    acceptInvitation: () => ({ json: { token: 'x'.repeat(32), password: account.password, email: account.email }, status: 400 }),
    forgetPassword: () => ({ json: { email: account.email }, status: 403 }),
    readOneTimeLink: () => ({ json: { token: 'x'.repeat(32) }, status: 400 }),
    resetPassword: () => ({ json: { token: 'x'.repeat(32), new_password: account.password }, status: 400 }),

    // administration and sharing, which need accounts
    listAudit: () => ({}),
    exportAudit: () => ({}),
    listAccountUse: () => ({}),
    listOpenAccounts: () => ({}),
    openAccount: () => ({ json: { user_id: 'system', reason: 'A reason of its own', minutes: 10 }, status: 409 }),
    closeAccount: () => ({ at: { opening_id: 'o' }, status: 404 }),
    transferContent: () => ({ json: { from_user_id: 'system', to_user_id: 'a' }, status: 404 }),
    undoTransfer: () => ({ at: { transfer_id: 't' }, status: 404 }),
    listTransfers: () => ({}),
    listContentOwners: () => ({}),
    shareBoard: async () => ({ at: { board_id: await maker.board() }, json: { user_id: 'a', permission: 'read' }, status: 404 }),
    listShares: async () => ({ at: { board_id: await maker.board() } }),
    unshareBoard: async () => ({ at: { board_id: await maker.board(), user_id: 'a' }, status: 404 }),
    createLink: async () => ({ at: { board_id: await maker.board() }, json: {} }),
    listLinks: async () => ({ at: { board_id: await maker.board() } }),
    revokeLink: async () => {
      const { boardId, id } = await maker.link()
      return { at: { board_id: boardId, link_id: id } }
    },
    getPublicBoard: async () => ({ at: { token: (await maker.link()).token } }),
    getPublicImage: async () => linked(await maker.link()),
    getPublicThumbnail: async () => linked(await maker.link()),

    // boards
    createBoard: () => ({ query: { board_name: 'Foxes' } }),
    listBoards: () => ({ query: { offset: '0', limit: '10' } }),
    getBoard: async () => ({ at: { board_id: await maker.board() } }),
    updateBoard: async () => ({ at: { board_id: await maker.board() }, json: { board_name: 'Owls', archived: true } }),
    deleteBoard: async () => ({ at: { board_id: await maker.board() }, query: { include_images: 'true' } }),
    listBoardImageNames: async () => ({ at: { board_id: await maker.board() } }),
    addImageToBoard: async () => ({ json: { board_id: await maker.board(), image_name: await maker.image() } }),
    removeImageFromBoard: async () => ({ json: { image_name: await maker.image(`&board_id=${await maker.board()}`) } }),
    addImagesToBoard: async () => ({ json: { board_id: await maker.board(), image_names: [await maker.image()] } }),
    removeImagesFromBoards: async () => ({ json: { image_names: [await maker.image(`&board_id=${await maker.board()}`)] } }),

    // images and the gallery
    uploadImage: async () => ({
      query: { image_category: 'user', is_intermediate: 'false', board_id: await maker.board(), crop_visible: 'true' },
      form: await pictureForm('file', { metadata: '{"seed":1}', resize_to: '{"width":16,"height":16}' }),
    }),
    createImageUploadEntry: () => ({ json: { width: 8, height: 8 }, status: 501 }),
    listImages: async () => ({ query: { board_id: 'none', limit: '3', search_term: await maker.image() } }),
    listImageNames: async () => ({ query: { board_id: 'none', order_dir: 'ASC', search_term: await maker.image() } }),
    getImagesByNames: async () => ({ json: { image_names: [await maker.image(), 'x.png'] } }),
    getImage: async () => ({ at: { image_name: await maker.image() } }),
    updateImage: async () => ({ at: { image_name: await maker.image() }, json: { starred: true, image_category: 'user' } }),
    deleteImage: async () => ({ at: { image_name: await maker.image() } }),
    deleteImages: async () => ({ json: { image_names: [await maker.image(), 'x.png'] } }),
    deleteUncategorizedImages: () => ({}),
    getImageMetadata: async () => ({ at: { image_name: await maker.image() } }),
    getImageWorkflow: async () => ({ at: { image_name: await maker.image() } }),
    getImageFull: async () => ({ at: { image_name: await maker.image() } }),
    getImageThumbnail: async () => ({ at: { image_name: await maker.image() } }),
    getImageUrls: async () => ({ at: { image_name: await maker.image() } }),
    countIntermediates: () => ({}),
    clearIntermediates: () => ({}),
    starImages: async () => ({ json: { image_names: [await maker.image()] } }),
    unstarImages: async () => ({ json: { image_names: [await maker.image()] } }),
    startDownload: async () => ({ json: { image_names: [await maker.image()] } }),
    getDownload: async () => ({ at: { bulk_download_item_name: await maker.archive() } }),
    listTrash: () => maker.trashedImage().then(() => ({ query: { limit: '5' } })),
    getTrashedThumbnail: async () => ({ at: { image_name: await maker.trashedImage() } }),
    purgeTrash: async () => ({ json: { image_names: [await maker.trashedImage()] } }),
    restoreTrash: () => maker.trashedImage().then(() => ({})),
    restoreImages: async () => ({ json: { image_names: [await maker.trashedImage()] } }),
    listGalleryItems: async () => ({ query: { board_id: 'none', search_term: await maker.image() } }),
    listGalleryItemNames: async () => ({ query: { search_term: await maker.image() } }),
    listGalleryItemRefs: async () => ({ query: { search_term: await maker.image() } }),
    listVirtualBoards: () => ({}),
    listImageNamesOfDay: () => ({ at: { date: '2026-01-31' } }),
    listItemRefsOfDay: () => ({ at: { date: '2026-01-31' } }),

    // videos, which are not offered yet
    uploadVideo: async () => ({
      query: { video_category: 'general', is_intermediate: 'false' },
      form: await pictureForm('file'),
      status: 501,
    }),
    listVideos: () => ({ query: { limit: '3' } }),
    listVideoNames: () => ({}),
    getVideo: () => asVideo,
    updateVideo: () => ({ ...asVideo, json: { starred: true } }),
    deleteVideo: () => asVideo,
    deleteVideos: () => ({ json: { video_names: [] } }),
    deleteUncategorizedVideos: () => ({}),
    getVideoMetadata: () => asVideo,
    getVideoWorkflow: () => asVideo,
    getVideoFull: () => asVideo,
    getVideoThumbnail: () => asVideo,
    getVideoUrls: () => asVideo,
    starVideos: () => ({ json: { video_names: [] } }),
    unstarVideos: () => ({ json: { video_names: [] } }),
    addVideoToBoard: async () => ({ json: { board_id: await maker.board(), video_name: 'v.mp4' }, status: 404 }),
    removeVideoFromBoard: () => ({ json: { video_name: 'v.mp4' }, status: 404 }),

    // queue
    enqueueBatch: () => ({ ...onQueue, json: { batch: { graph: SUM, runs: 2, origin: 'o', destination: 'd' }, prepend: true } }),
    listQueueItems: () => maker.batch().then(() => onQueue),
    listQueueItemIds: () => ({ ...onQueue, query: { order_dir: 'ASC', own: 'true', status: 'pending' } }),
    getQueueItems: async () => ({ ...onQueue, json: { item_ids: [(await maker.batch()).item_id] } }),
    getQueueItemSummaries: async () => ({ ...onQueue, json: { item_ids: [(await maker.batch()).item_id] } }),
    resumeProcessor: () => onQueue,
    pauseProcessor: () => onQueue,
    cancelAllExceptCurrent: () => onQueue,
    deleteAllExceptCurrent: () => onQueue,
    cancelBatches: async () => ({ ...onQueue, json: { batch_ids: [(await maker.batch()).batch_id] } }),
    cancelDestination: () => ({ ...onQueue, query: { destination: 'd' } }),
    retryQueueItems: async () => ({ ...onQueue, json: [(await maker.batch()).item_id] }),
    clearQueue: () => onQueue,
    pruneQueue: () => onQueue,
    getCurrentQueueItem: () => onQueue,
    getNextQueueItem: () => maker.batch().then(() => onQueue),
    getQueueStatus: () => onQueue,
    getBatchStatus: async () => ({ at: { queue_id: 'default', batch_id: (await maker.batch()).batch_id } }),
    countByDestination: () => ({ ...onQueue, query: { destination: 'd' } }),
    getQueueItem: async () => ({ at: { queue_id: 'default', item_id: String((await maker.batch()).item_id) } }),
    deleteQueueItem: async () => ({ at: { queue_id: 'default', item_id: String((await maker.batch()).item_id) } }),
    cancelQueueItem: async () => ({ at: { queue_id: 'default', item_id: String((await maker.batch()).item_id) } }),
    deleteDestination: () => ({ at: { queue_id: 'default', destination: 'd' } }),

    // workflows, presets, prompts
    listWorkflows: async () => ({ query: { per_page: '5', query: await maker.workflow() } }),
    createWorkflow: () => ({ json: { workflow: WORKFLOW } }),
    getWorkflow: async () => ({ at: { workflow_id: await maker.workflow() } }),
    updateWorkflow: async () => ({ at: { workflow_id: await maker.workflow() }, json: { workflow: WORKFLOW } }),
    deleteWorkflow: async () => ({ at: { workflow_id: await maker.workflow() } }),
    setWorkflowThumbnail: async () => ({ at: { workflow_id: await maker.workflow() }, form: await pictureForm('image') }),
    deleteWorkflowThumbnail: async () => ({ at: { workflow_id: await maker.workflowWithPicture() } }),
    getWorkflowThumbnail: async () => ({ at: { workflow_id: await maker.workflowWithPicture() } }),
    publishWorkflow: async () => ({ at: { workflow_id: await maker.workflow() }, json: { is_public: true } }),
    markWorkflowOpened: async () => ({ at: { workflow_id: await maker.workflow() } }),
    listWorkflowTags: () => ({}),
    countWorkflowsByTag: () => ({ query: { tags: 'one' } }),
    countWorkflowsByCategory: () => ({ query: { categories: 'user' } }),
    listStylePresets: () => ({}),
    createStylePreset: async () => ({
      form: await pictureForm('image', { data: '{"name":"p","positive_prompt":"","negative_prompt":"","type":"user"}' }),
    }),
    getStylePreset: async () => ({ at: { style_preset_id: await maker.stylePreset() } }),
    updateStylePreset: async () => ({
      at: { style_preset_id: await maker.stylePreset() },
      form: await pictureForm('image', { data: '{"name":"q"}' }),
    }),
    deleteStylePreset: async () => ({ at: { style_preset_id: await maker.stylePreset() } }),
    getStylePresetImage: async () => ({ at: { style_preset_id: await maker.stylePreset() } }),
    exportStylePresets: () => ({}),
    importStylePresets: () => {
      const form = new FormData()
      form.set('file', new Blob(['name,prompt,negative_prompt\nInk,"{prompt}, ink",\n'], { type: 'text/csv' }), 'a.csv')
      return { form }
    },
    listSystemPrompts: () => ({}),
    createSystemPrompt: () => ({ json: { name: 'n', content: 'c' } }),
    getSystemPrompt: async () => ({ at: { system_prompt_id: await maker.systemPrompt() } }),
    updateSystemPrompt: async () => ({ at: { system_prompt_id: await maker.systemPrompt() }, json: { content: 'd' } }),
    deleteSystemPrompt: async () => ({ at: { system_prompt_id: await maker.systemPrompt() } }),

    // what pages keep, and utilities
    getClientState: () => ({ ...onQueue, query: { key: 'k' } }),
    setClientState: () => ({ ...onQueue, query: { key: 'k' }, json: '{"a":1}' }),
    listClientStateKeys: () => ({ ...onQueue, query: { prefix: 'k' } }),
    deleteClientStateKey: () => ({ ...onQueue, query: { key: 'k' } }),
    deleteClientState: () => onQueue,
    recall: () => ({ ...onQueue, json: { positive_prompt: 'a fox', steps: 9 } }),
    describeRecall: () => onQueue,
    writeOutPrompts: () => ({ json: { prompt: 'a {red|blue} fox' } }),
    expandPrompt: () => ({ json: { prompt: 'a fox', model_key: 'm' }, status: 404 }),
    describeImage: async () => ({ json: { image_name: await maker.image(), model_key: 'm' }, status: 404 }),

    // models
    listModels: () => ({ query: { model_type: 'main' } }),
    listMissingModels: () => ({}),
    getModelByAttributes: async () => ({ query: { name: (await maker.starterModel()).name, type: 'main', base: 'sd-1' } }),
    getModelByHash: async () => ({ query: { hash: (await maker.starterModel()).hash } }),
    getModel: async () => ({ at: { key: await maker.model() } }),
    updateModel: async () => ({ at: { key: await maker.model() }, json: { name: 'Clear', description: 'of mine' } }),
    deleteModel: async () => ({ at: { key: await maker.model() } }),
    reidentifyModel: async () => ({ at: { key: await maker.model() } }),
    deleteModels: async () => ({ json: { keys: [await maker.model(), 'x'] } }),
    reidentifyModels: async () => ({ json: { keys: [await maker.model(), 'x'] } }),
    getModelImage: async () => ({ at: { key: await maker.modelWithPicture() } }),
    setModelImage: async () => ({ at: { key: await maker.model() }, form: await pictureForm('image') }),
    deleteModelImage: async () => ({ at: { key: await maker.modelWithPicture() } }),
    convertModel: async () => ({ at: { key: await maker.model() }, status: 501 }),
    scanFolder: () => ({ query: { scan_path: root } }),
    listHuggingFaceModels: () => ({ query: { hugging_face_repo: 'a/b' }, status: 501 }),
    listStarterModels: () => ({}),
    getModelCacheStats: () => ({}),
    emptyModelCache: () => ({}),
    getHuggingFaceLogin: () => ({}),
    setHuggingFaceLogin: () => ({ json: { token: 'hf_x' }, status: 501 }),
    deleteHuggingFaceLogin: () => ({}),
    listOrphanedModels: () => ({}),
    deleteOrphanedModels: () => ({ json: { paths: ['x'] } }),
    installModel: () => ({
      query: { source: `${projectRoot}/models/starter/vae`, inplace: 'true' },
      json: { name: 'Clear' },
    }),
    listModelInstalls: () => ({}),
    pruneModelInstalls: () => ({}),
    installHuggingFaceModel: () => ({ query: { source: 'a/b' }, status: 501 }),
    getModelInstall: () => asJob(200),
    cancelModelInstall: () => asJob(201),
    // nothing is downloaded, so there is nothing to interrupt
    pauseModelInstall: () => asJob(409),
    resumeModelInstall: () => asJob(409),
    restartModelInstall: () => asJob(409),
    restartModelInstallFile: async () => ({ ...(await asJob(409)), json: 'https://models.example/a' }),
    listRelatedModels: async () => ({ at: { model_key: (await maker.relatedModels()).model_key_1 } }),
    relateModels: async () => ({ json: { model_key_1: await maker.model(), model_key_2: await maker.model() } }),
    unrelateModels: async () => ({ json: await maker.relatedModels() }),
    listRelatedOfModels: async () => ({ json: { model_keys: [(await maker.relatedModels()).model_key_2] } }),

    // the server
    getAppVersion: () => ({}),
    getAppDependencies: () => ({}),
    getPatchmatchStatus: () => ({}),
    listGenerationDevices: () => ({}),
    getRuntimeConfig: () => ({}),
    updateRuntimeConfig: () => ({ json: { max_queue_history: 9 } }),
    getLogLevel: () => ({}),
    setLogLevel: () => ({ json: 30 }),
    clearInvocationCache: () => ({}),
    enableInvocationCache: () => ({}),
    disableInvocationCache: () => ({}),
    getInvocationCacheStatus: () => ({}),
    listExternalProviderStatus: () => ({}),
    listExternalProviderConfigs: () => ({}),
    setExternalProviderConfig: () => ({ at: { provider_id: 'openai' }, json: { api_key: 'k' }, status: 501 }),
    resetExternalProviderConfig: () => ({ at: { provider_id: 'openai' }, status: 501 }),
    startImageMove: () => ({ status: 501 }),
    recoverImageMove: () => ({ status: 501 }),
    getImageMoveStatus: () => ({}),
    listNodePacks: () => ({}),
    installNodePack: () => ({ json: { source: 'https://packs.example/a' }, status: 501 }),
    uninstallNodePack: () => ({ at: { pack_name: 'p' }, status: 501 }),
    reloadNodePacks: () => ({ status: 501 }),
    getLiveness: () => ({}),
    getReadiness: () => ({}),
    getMetrics: () => ({}),
  }
}

/** The good call of a route; a HEAD is asked like the GET of its path. */
export function findGoodCall(calls: Readonly<Record<RouteName, MakeGoodCall>>, { name, route }: NamedRoute): MakeGoodCall {
  const [named] = Object.entries<Route>(ROUTES).find(([known, { path, method }]) =>
    route.method === 'HEAD' ? path === route.path && method === 'GET' : known === name,
  ) ?? [name]
  // the table is typed by these names
  return calls[named as RouteName]
}

/** How a call is sent. */
export function writeCall(route: Route, { at = {}, query = {}, json, form }: GoodCall): [string, string, RequestOptions] {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? `no ${name} was given`))
  const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''
  return [route.method, path + search, { ...(json !== undefined && { json }), ...(form && { body: form }) }]
}
