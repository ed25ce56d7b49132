import { isEmail } from '../entities/user.ts'
import {
  choice,
  devices,
  flag,
  hostNames,
  integer,
  list,
  logFormat,
  optional,
  type SettingType,
  subPath,
  text,
} from './setting-type.ts'

/** One setting, declared once for the settings file, the environment, flags, help and documents. */
export interface Setting<Value = unknown> {
  readonly type: SettingType<Value>
  readonly default: Value
  /** one sentence without its full stop, for people */
  readonly help: string
  /** true when a running server does not notice a change */
  readonly restart: boolean
  /** never shown, nor told in errors */
  readonly secret: boolean
  /** the release that has it first */
  readonly since: string
}

/** Declares a setting. It needs a restart and is no secret unless said otherwise. */
function defineSetting<Value>({
  type,
  default: fallback,
  help,
  restart = true,
  secret = false,
  since = '0.2.0',
}: {
  type: SettingType<Value>
  default: NoInfer<Value>
  help: string
  restart?: boolean
  secret?: boolean
  since?: string
}): Setting<Value> {
  return { type, default: fallback, help, restart, secret, since }
}

const address = text({ allowed: 'an address or a host name', passes: (value) => !/\s/.test(value) })
const pageAddress = text({
  allowed: 'an address that begins with https:// or http://',
  passes: (value) => /^https?:\/\/[^\s?#]+$/.test(value) && URL.canParse(value),
})
const mailServer = text({
  allowed: 'an address that begins with smtps:// or smtp://',
  passes: (value) => /^smtps?:\/\/\S+$/.test(value) && URL.canParse(value),
})
const sender = text({
  allowed: 'an e-mail address, or a name and the address in <>',
  passes: (value) => isEmail(/^[^<>"\r\n]*<([^<>]+)>$/.exec(value)?.[1] ?? value),
})
const longSecret = text({ allowed: 'a text of at least 32 characters', passes: (value) => value.length >= 32 })

/** How the files of images are spread over sub-folders. */
export const SUBFOLDER_STRATEGIES = ['flat', 'date', 'type', 'hash'] as const

/** All settings, by their keys in the settings file. Names and meanings are those of the reference where it has them. */
export const SETTINGS = {
  // the web
  host: defineSetting({ type: address, default: '127.0.0.1', help: 'Address to listen on; 0.0.0.0 for every network' }),
  port: defineSetting({
    type: integer({ min: 0, max: 65_535 }),
    default: 9090,
    help: 'Port to listen on; 0 takes a free one. A taken port is refused',
  }),
  base_url: defineSetting({
    type: optional(subPath()),
    default: null,
    help: 'Sub-path below which a proxy offers the server, such as /studio',
  }),
  forwarded_allow_ips: defineSetting({
    type: list(),
    default: ['127.0.0.1', '::1'],
    help: 'Proxies whose X-Forwarded-For is believed',
  }),
  allowed_hosts: defineSetting({
    type: hostNames(),
    default: [],
    help: 'Further names of the server: without accounts, what is asked under a name that it does not know is refused; * for any',
  }),
  allow_origins: defineSetting({ type: list(), default: [], help: 'Other origins whose pages may use the interface' }),
  allow_credentials: defineSetting({
    type: flag(),
    default: true,
    help: 'Whether pages of allowed origins may send credentials',
  }),
  allow_methods: defineSetting({ type: list(), default: ['*'], help: 'Methods that pages of allowed origins may use' }),
  allow_headers: defineSetting({ type: list(), default: ['*'], help: 'Headers that pages of allowed origins may send' }),
  ssl_certfile: defineSetting({ type: optional(text()), default: null, help: 'Certificate file, to serve HTTPS' }),
  ssl_keyfile: defineSetting({ type: optional(text()), default: null, help: 'Key file of the certificate' }),
  http_compression_level: defineSetting({
    type: integer({ min: 0, max: 9 }),
    default: 6,
    help: 'How hard texts are compressed on their way; 0 not at all',
  }),
  public_api_docs: defineSetting({
    type: flag(),
    default: false,
    help: 'Whether the documents of the interface are open to anybody when accounts are used',
  }),

  // accounts
  multiuser: defineSetting({ type: flag(), default: false, help: 'Whether people sign in with accounts of their own' }),
  strict_password_checking: defineSetting({
    type: flag(),
    default: true,
    help: 'Whether weak and common passwords are refused',
  }),
  login_throttle: defineSetting({
    type: flag(),
    default: true,
    help: 'Whether repeated failures to sign in have to wait',
  }),
  session_absolute_days: defineSetting({
    type: integer({ min: 1, max: 3650 }),
    default: 30,
    help: 'Days after which a session ends however much it is used',
  }),
  admin_private_view: defineSetting({
    type: flag(),
    default: true,
    help: 'Whether administrators see the private work of others; without it they open an account for a reason, and its owner is told',
  }),
  audit_days: defineSetting({
    type: integer({ min: 0, max: 36_500 }),
    default: 365,
    help: 'Days that entries of the audit log are kept; 0 keeps them for ever',
  }),
  jwt_secret_key: defineSetting({
    type: optional(longSecret),
    default: null,
    help: 'Secret that signs tokens, instead of the one in secrets/jwt.key; changing it signs everyone out',
    secret: true,
  }),

  // links and mail
  public_url: defineSetting({
    type: optional(pageAddress),
    default: null,
    help: 'Address at which people reach the page, with its sub-path; links that are sent or printed begin with it',
  }),
  smtp_url: defineSetting({
    type: optional(mailServer),
    default: null,
    help: 'Server that takes mails, such as smtps://name:password@mail.example.com; with mail_from and public_url, links are sent by mail',
    secret: true,
  }),
  smtp_self_signed: defineSetting({
    type: flag(),
    default: false,
    help: 'Take a certificate of the mail server that nobody vouches for; only where nobody can get between',
  }),
  mail_from: defineSetting({ type: optional(sender), default: null, help: 'Sender of mails' }),
  mail_language: defineSetting({ type: choice('en', 'de'), default: 'en', help: 'Language of mails' }),

  // the queue
  session_queue_mode: defineSetting({
    type: choice('FIFO', 'round_robin', 'fair_time'),
    default: 'round_robin',
    help: 'Whose turn it is: first come, first served; people in turns; people by the device time they have had',
  }),
  max_queue_size: defineSetting({
    type: integer({ min: 1 }),
    default: 10_000,
    help: 'Most items that may be pending on the server',
  }),
  max_queue_size_per_user: defineSetting({
    type: optional(integer({ min: 1 })),
    default: null,
    help: 'Most items that may be pending of one person',
  }),
  max_queue_history: defineSetting({
    type: optional(integer({ min: 0 })),
    default: null,
    help: 'Most ended items that are kept at a start',
    restart: false,
  }),
  clear_queue_on_startup: defineSetting({
    type: flag(),
    default: false,
    help: 'Whether all items are deleted at a start; wins over max_queue_history',
  }),
  queue_show_names: defineSetting({
    type: flag(),
    default: false,
    help: 'Whether people see the display names of whom they wait for',
  }),

  // images and models
  trash_days: defineSetting({
    type: integer({ min: 0, max: 36_500 }),
    default: 30,
    help: 'Days that deleted images lie in the trash; 0 deletes at once',
  }),
  max_image_pixels: defineSetting({
    type: integer({ min: 1 }),
    default: 100_000_000,
    help: 'Most pixels of an image that is decoded',
  }),
  image_subfolder_strategy: defineSetting({
    type: choice(...SUBFOLDER_STRATEGIES),
    default: 'flat',
    help: 'Sub-folders for the files of new images: none, by day, by category, by first characters',
    restart: false,
  }),
  pil_compress_level: defineSetting({
    type: integer({ min: 0, max: 9 }),
    default: 1,
    help: 'How hard PNG files are compressed; 0 not at all',
  }),
  models_dir: defineSetting({
    type: text(),
    default: 'models',
    help: 'Folder of managed models and their covers, relative to the root or absolute',
  }),

  // work
  generation_devices: defineSetting({
    type: devices(),
    default: 'auto',
    help: 'Devices that paint, one session each at a time; auto takes every one',
    restart: false,
  }),
  node_cache_size: defineSetting({
    type: integer({ min: 0 }),
    default: 512,
    help: 'Most outputs of nodes that are kept to be used again; 0 keeps none',
  }),
  allow_nodes: defineSetting({
    type: optional(list()),
    default: null,
    help: 'Types of nodes that may be used, if not all',
  }),
  deny_nodes: defineSetting({ type: optional(list()), default: null, help: 'Types of nodes that may not be used' }),

  // running it
  log_level: defineSetting({
    type: choice('debug', 'info', 'warning', 'error', 'critical'),
    default: 'info',
    help: 'How much is logged',
  }),
  log_format: defineSetting({
    type: logFormat(),
    default: 'text',
    help: 'How lines of the log are written: for people, or as JSON for programs',
  }),
  log_files: defineSetting({
    type: integer({ min: 0, max: 1000 }),
    default: 14,
    help: 'Most older files of the log that are kept in logs/ of the root; 0 keeps only the present one',
  }),
  backup_schedule: defineSetting({
    type: choice('off', 'daily', 'weekly'),
    default: 'off',
    help: 'Whether the server makes backups by itself: never, every day, on Sundays',
    restart: false,
  }),
  backup_time: defineSetting({
    type: text({ allowed: 'a time of the day such as 03:00', passes: (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value) }),
    default: '03:00',
    help: 'When it makes them, by the clock of the server',
    restart: false,
  }),
  backup_folder: defineSetting({
    type: text(),
    default: 'backups',
    help: 'Folder of backups, relative to the root or absolute; another disk is better',
    restart: false,
  }),
  backup_keep: defineSetting({
    type: integer({ min: 1, max: 100_000 }),
    default: 7,
    help: 'How many backups stay of those that the server makes by itself',
    restart: false,
  }),
}

/** The key of a setting. */
export type SettingKey = keyof typeof SETTINGS

/** The values of all settings. */
export type Settings = {
  readonly [Key in SettingKey]: (typeof SETTINGS)[Key] extends Setting<infer Value> ? Value : never
}

/** Keys of the reference's settings file that are read without complaint and have no effect here. */
export const SETTINGS_WITHOUT_EFFECT: readonly string[] = [
  'schema_version',
  'log_tokenization',
  'patchmatch',
  'convert_cache_dir',
  'download_cache_dir',
  'legacy_conf_dir',
  'legacy_models_yaml_path',
  'db_dir',
  'outputs_dir',
  'custom_nodes_dir',
  'style_presets_dir',
  'workflow_thumbnails_dir',
  'profiles_dir',
  'log_handlers',
  'log_sql',
  'log_level_network',
  'use_memory_db',
  'dev_reload',
  'profile_graphs',
  'profile_prefix',
  'max_cache_ram_gb',
  'max_cache_vram_gb',
  'log_memory_usage',
  'model_cache_keep_alive_min',
  'device_working_mem_gb',
  'enable_partial_loading',
  'keep_ram_copy_of_weights',
  'ram',
  'vram',
  'lazy_offload',
  'pytorch_cuda_alloc_conf',
  'device',
  'offload_text_encoders_to_idle_gpus',
  'precision',
  'sequential_guidance',
  'wan_memory_optimization',
  'pid_memory_optimization',
  'attention_type',
  'attention_slice_size',
  'force_tiled_decode',
  'hashing_algorithm',
  'remote_api_tokens',
  'scan_models_on_startup',
  'allow_private_download_urls',
  'download_proxy',
  'unsafe_disable_picklescan',
  'allow_unknown_models',
  'external_alibabacloud_api_key',
  'external_alibabacloud_base_url',
  'external_gemini_api_key',
  'external_gemini_base_url',
  'external_openai_api_key',
  'external_openai_base_url',
  'external_seedream_api_key',
  'external_seedream_base_url',
]
