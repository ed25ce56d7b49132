/*
 * What is said on the wire, declared once. Start from ROUTES (every operation), EVENTS (everything told over sockets), ERRORS
 * (every refusal) and SETTINGS; the rest are the shapes that they are made of.
 */
export {
  type Access,
  type Action,
  API_KEY_SCOPES,
  type ApiKeyScope,
  CLOSABLE,
  hasScope,
  missingError,
  type Resource,
  type ResourceRule,
  refusalError,
  WHOLE_BODY,
  type Who,
} from './access.ts'
export { type Actor, type Oversight, type Role, SYSTEM_ACTOR, SYSTEM_USER_ID } from './actor.ts'
export { AppError, CODE_HEADER, DETAILS_HEADER, describeAnswer, type ErrorAnswer, type PlainErrorCode } from './app-error.ts'
export {
  AccountOpening,
  AccountUse,
  AuditAction,
  AuditEntry,
  AuditPage,
  ContentOwner,
  NewAccountOpening,
  OpenAccounts,
  Transfer,
  TransferPage,
  TransferRequest,
  TransferResult,
} from './entities/administration.ts'
export {
  AppVersion,
  ExternalProviderChanges,
  ExternalProviderConfig,
  ExternalProviderStatus,
  GenerationDevice,
  ImageMoveStatus,
  INTERFACE_VERSION,
  InstallNodePackBody,
  InstallNodePackResult,
  InvocationCacheStatus,
  Liveness,
  LogLevel,
  NodePackList,
  Readiness,
  RuntimeConfig,
  RuntimeConfigChanges,
  UninstallNodePackResult,
} from './entities/app.ts'
export { Batch, BatchDatum, BatchValue, EnqueueRequest, EnqueueResult, FieldValue } from './entities/batch.ts'
export {
  AddImagesToBoardResult,
  BoardChanges,
  BoardDto,
  BoardName,
  BoardOrder,
  BoardPage,
  BoardVisibility,
  DeleteBoardResult,
  NO_BOARD,
  RemoveImagesFromBoardResult,
} from './entities/board.ts'
export {
  AcceptedInvitation,
  AcceptInvitation,
  ApiKey,
  ApiKeyWithSecret,
  Invitation,
  InvitationWithToken,
  NewApiKey,
  NewInvitation,
  NewResetLink,
  OneTimeLink,
  ResetLink,
  ResetPassword,
  ResetPasswordResult,
  UserSession,
} from './entities/credential.ts'
export { GalleryItem, GalleryItemKind, GalleryItemNames, GalleryItemRefs, GalleryPage, VirtualBoard } from './entities/gallery.ts'
export { Graph, GraphEdge, GraphNode, NodeOutput, SessionState } from './entities/graph.ts'
export {
  DeleteImagesResult,
  DownloadAccepted,
  DownloadRequest,
  ImageCategory,
  ImageChanges,
  ImageDto,
  ImageMetadata,
  ImageNames,
  ImagePage,
  ImageUploadEntry,
  ImageUrls,
  PurgeTrashRequest,
  PurgeTrashResult,
  ResourceOrigin,
  RestoreImagesResult,
  RestoreTrashResult,
  StarredImagesResult,
  TrashedImage,
  TrashPage,
  UnstarredImagesResult,
  WorkflowAndGraph,
} from './entities/image.ts'
export {
  DeleteOrphansResult,
  DownloadJob,
  FoundModel,
  HuggingFaceLogin,
  HuggingFaceLoginBody,
  HuggingFaceModels,
  InstallRequest,
  InstallStatus,
  ModelCacheStats,
  ModelInstallJob,
  ModelSource,
  OrphanedModel,
  OrphanPathsBody,
  StarterModels,
} from './entities/model-install.ts'
export {
  ModelBase,
  ModelFormat,
  ModelOrder,
  ModelSourceType,
  ModelType,
  ModelVariant,
  PredictionType,
  RepoVariant,
  SubmodelType,
} from './entities/model-kind.ts'
export {
  DeleteModelsResult,
  ModelChanges,
  ModelList,
  ModelPairBody,
  ModelRecord,
  ReidentifyModelsResult,
  RelatedModelsBody,
} from './entities/model-record.ts'
export {
  ControlAdapterSettings,
  ExternalModelSettings,
  LoraSettings,
  MainModelSettings,
  ModelSettings,
  SchedulerName,
} from './entities/model-settings.ts'
export { ModelDefaults, ModelSupport } from './entities/model-support.ts'
export { AccessLevel, Owner } from './entities/ownership.ts'
export { Direction } from './entities/paging.ts'
export {
  BatchIdsBody,
  BatchStatus,
  DEFAULT_QUEUE_ID,
  DestinationCounts,
  ProcessorStatus,
  QUEUE_STATUSES,
  QueueAndProcessorStatus,
  QueueCounts,
  QueueItem,
  QueueItemIds,
  QueueItemSummary,
  QueueStatus,
  RetryResult,
  TERMINAL_STATUSES,
  WaitingReason,
} from './entities/queue.ts'
export { RecallParameters, RecallResult } from './entities/recall.ts'
export { SCHEDULER_NAMES } from './entities/scheduler-name.ts'
export {
  BoardLink,
  BoardLinkWithToken,
  BoardShares,
  NewLink,
  PublicBoard,
  Share,
  SharePermission,
  ShareRequest,
} from './entities/sharing.ts'
export { NewStylePreset, PresetData, PresetType, StylePreset, StylePresetChanges } from './entities/style-preset.ts'
export { NewSystemPrompt, SystemPrompt, SystemPromptChanges } from './entities/system-prompt.ts'
export type { UploadedFile } from './entities/upload.ts'
export {
  ContentFate,
  DataExport,
  DirectoryEntry,
  GeneratedPassword,
  isEmail,
  LoginRequest,
  LoginResult,
  LogoutResult,
  MediaCookieResult,
  NewUser,
  ProfileChanges,
  SetupRequest,
  SetupResult,
  SetupStatus,
  UserChanges,
  UserDto,
} from './entities/user.ts'
export {
  DynamicPrompts,
  DynamicPromptsRequest,
  ExpandedPrompt,
  ExpandPromptRequest,
  ImagePrompt,
  ImageToPromptRequest,
} from './entities/utility.ts'
export {
  AddVideosToBoardResult,
  DeleteVideosResult,
  RemoveVideosFromBoardResult,
  StarredVideosResult,
  UnstarredVideosResult,
  VideoChanges,
  VideoDto,
  VideoNames,
  VideoNamesBody,
  VideoOnBoardBody,
  VideoPage,
  VideoUrls,
} from './entities/video.ts'
export {
  CallCompatibility,
  CallReason,
  Workflow,
  WorkflowCategory,
  WorkflowListItem,
  WorkflowOrder,
  WorkflowPage,
  WorkflowRecord,
  WorkflowRecordWithThumbnail,
  WorkflowUpdate,
  WorkflowWithoutId,
} from './entities/workflow.ts'
export { ERRORS, type ErrorCode, type ErrorRow, type ValidationIssue } from './errors.ts'
export { type Audience, type Listener, payloadFor } from './events/define-event.ts'
export { EVENTS, type EventName, type EventPayload } from './events/index.ts'
export { CLIENT_MESSAGES, type ClientMessage, type ClientMessageName, SOCKET_PATH } from './events/messages.ts'
export { REDACTED } from './events/queue.ts'
export { answerLater } from './later.ts'
export { buildOpenApi } from './openapi.ts'
export type { FileCaching, FileResponse } from './response.ts'
export { type AnswerOf, answersJson, type InputOf, type Method, type RequestOf, type Route, type RouteInput } from './route.ts'
export { listErrors } from './route-errors.ts'
export { listPaths, listRoutes, type NamedRoute, ROUTES, type RouteName } from './routes/index.ts'
export {
  environmentName,
  flagName,
  listSettingKeys,
  parseSetting,
  type ReadSettings,
  readSettings,
  type SettingSource,
  showSettings,
} from './settings/read-settings.ts'
export { SETTINGS, type Setting, type SettingKey, type Settings } from './settings/settings.ts'
