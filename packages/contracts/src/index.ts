/*
 * What is said on the wire, declared once. Start from ROUTES (every operation), EVENTS (everything told over sockets), ERRORS
 * (every refusal) and SETTINGS; the rest are the shapes that they are made of.
 */
export {
  type Access,
  type AccessDeclaration,
  type Action,
  API_KEY_SCOPES,
  type ApiKeyScope,
  expandAccess,
  hasScope,
  listRefusals,
  missingError,
  type NeededScope,
  RESOURCES,
  type Resource,
  type ResourceRule,
  refusalError,
  type Who,
} from './access.ts'
export { type Actor, type Role, SYSTEM_ACTOR, SYSTEM_USER_ID } from './actor.ts'
export { AppError, describeAnswer, type ErrorAnswer, type ErrorDetails, type PlainErrorCode } from './app-error.ts'
export { AUDIT_ACTIONS, AuditAction, AuditEntry, AuditPage, TransferRequest, TransferResult } from './entities/administration.ts'
export {
  AppVersion,
  EXTERNAL_PROVIDERS,
  ExternalProviderChanges,
  ExternalProviderConfig,
  ExternalProviderStatus,
  GenerationDevice,
  ImageMoveStatus,
  INTERFACE_VERSION,
  InstallNodePackBody,
  InstallNodePackResult,
  InvocationCacheStatus,
  isExternalProvider,
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
  imageNamesBody,
  ResourceOrigin,
  RestoreImagesResult,
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
  modelKeysBody,
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
export { AccessLevel, Owner, ownership } from './entities/ownership.ts'
export { Direction, numberedPage, offsetPage } from './entities/paging.ts'
export {
  BatchIdsBody,
  BatchStatus,
  canceledCount,
  DEFAULT_QUEUE_ID,
  DestinationCounts,
  deletedCount,
  itemIdsBody,
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
export { IsoDate, IsoTime, IsoTimeInput, UtcText } from './entities/time.ts'
export { FileField, type UploadedFile } from './entities/upload.ts'
export {
  ContentFate,
  DirectoryEntry,
  Email,
  GeneratedPassword,
  isEmail,
  LoginRequest,
  LoginResult,
  LogoutResult,
  MAX_PASSWORD_LENGTH,
  MediaCookieResult,
  NewUser,
  Password,
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
export { RefusalBody, ValidationBody } from './entities/validation.ts'
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
export { type DetailKinds, ERRORS, type ErrorCode, type ErrorRow, type ValidationIssue } from './errors.ts'
export { type Audience, defineEvent, type EventDefinition, type Listener, payloadFor } from './events/define-event.ts'
export { EVENTS, type EventName, type EventPayload } from './events/index.ts'
export { CLIENT_MESSAGES, type ClientMessage, type ClientMessageName, SOCKET_PATH } from './events/messages.ts'
export { REDACTED } from './events/queue.ts'
export { answerLater, type LaterAnswer } from './later.ts'
export { buildOpenApi, type JsonSchema, type OpenApiDocument } from './openapi.ts'
export {
  EMPTY,
  type EmptyResponse,
  type FileCaching,
  type FileResponse,
  file,
  type RouteResponse,
  type TextResponse,
  text,
} from './response.ts'
export {
  type AnswerOf,
  answersJson,
  defineRoute,
  type InputOf,
  type Method,
  makeHead,
  type PathNames,
  type RequestOf,
  type Route,
  type RouteInput,
  sendsFile,
} from './route.ts'
export { listErrors } from './route-errors.ts'
export { listPaths, listRoutes, type NamedRoute, ROUTES, type RouteName } from './routes/index.ts'
export {
  environmentName,
  flagName,
  HIDDEN,
  listSettingKeys,
  parseSetting,
  type ReadSettings,
  readSettings,
  type SettingSource,
  showSettings,
} from './settings/read-settings.ts'
export type { SettingType } from './settings/setting-type.ts'
export {
  defineSetting,
  SETTINGS,
  SETTINGS_WITHOUT_EFFECT,
  type Setting,
  type SettingKey,
  type Settings,
} from './settings/settings.ts'
