import { expect, test } from 'vitest'
import { environmentName, flagName, HIDDEN, listSettingKeys, parseSetting, readSettings, showSettings } from './read-settings.ts'
import { SETTINGS, SETTINGS_WITHOUT_EFFECT, type SettingKey } from './settings.ts'

test('every default is a value of its own setting', () => {
  for (const key of listSettingKeys())
    expect([key, parseSetting(key, SETTINGS[key].default)]).toEqual([key, SETTINGS[key].default])
})

test('help is a sentence without its full stop', () => {
  expect(listSettingKeys().filter((key) => !/^[A-Z].*[^.]$/.test(SETTINGS[key].help))).toEqual([])
})

test('no setting is declared and said to have no effect', () => {
  expect(SETTINGS_WITHOUT_EFFECT.filter((key) => Object.hasOwn(SETTINGS, key))).toEqual([])
})

test.each<[SettingKey, unknown, unknown]>([
  ['multiuser', true, true],
  ['multiuser', 'yes', true],
  ['multiuser', 'OFF', false],
  ['login_throttle', '0', false],
  ['port', 9191, 9191],
  ['port', '0', 0],
  ['port', '65535', 65_535],
  ['max_queue_size_per_user', 'none', null],
  ['max_queue_size_per_user', null, null],
  ['max_queue_size_per_user', '25', 25],
  ['max_queue_history', 0, 0],
  ['session_queue_mode', 'FIFO', 'FIFO'],
  ['allow_origins', ['https://a.example'], ['https://a.example']],
  ['allow_origins', 'https://a.example, https://b.example', ['https://a.example', 'https://b.example']],
  ['allow_origins', '', []],
  ['allowed_hosts', 'Studio.Lan, studio', ['studio.lan', 'studio']],
  ['allowed_hosts', ['*'], ['*']],
  ['forwarded_allow_ips', '10.0.0.1', ['10.0.0.1']],
  ['generation_devices', 'auto', 'auto'],
  ['generation_devices', 'cuda:0,cpu', ['cuda:0', 'cpu']],
  ['base_url', '/studio/', '/studio'],
  ['base_url', 'a/b', '/a/b'],
  ['base_url', null, null],
  ['deny_nodes', ['img_blur'], ['img_blur']],
  ['host', '::1', '::1'],
  ['public_url', 'https://studio.example.com/studio/', 'https://studio.example.com/studio/'],
  ['smtp_url', 'smtp://127.0.0.1:2525', 'smtp://127.0.0.1:2525'],
  ['mail_from', 'Our studio <studio@example.com>', 'Our studio <studio@example.com>'],
  ['mail_from', 'studio@example.com', 'studio@example.com'],
])('%s takes %o', (key, raw, value) => {
  expect(parseSetting(key, raw)).toEqual(value)
})

test.each<[SettingKey, unknown, string]>([
  ['multiuser', 'perhaps', "multiuser: 'perhaps' is not accepted; allowed: true or false"],
  ['multiuser', 2, 'multiuser: 2 is not accepted; allowed: true or false'],
  ['port', 65_536, 'port: 65536 is not accepted; allowed: a whole number from 0 to 65535'],
  ['port', '80a', "port: '80a' is not accepted; allowed: a whole number from 0 to 65535"],
  ['port', 80.5, 'port: 80.5 is not accepted; allowed: a whole number from 0 to 65535'],
  ['port', null, 'port: null is not accepted; allowed: a whole number from 0 to 65535'],
  ['max_queue_size', '0', "max_queue_size: '0' is not accepted; allowed: a whole number from 1"],
  ['session_queue_mode', 'fifo', "session_queue_mode: 'fifo' is not accepted; allowed: FIFO, round_robin, fair_time"],
  ['allow_origins', { a: 1 }, 'allow_origins: {"a":1} is not accepted; allowed: a list, or texts separated by commas'],
  [
    'allowed_hosts',
    'http://studio.lan:9090',
    "allowed_hosts: 'http://studio.lan:9090' is not accepted; allowed: names such as studio.example, without https:// and port, or *",
  ],
  ['allow_origins', [1], 'allow_origins: [1] is not accepted; allowed: a list, or texts separated by commas'],
])('%s refuses %o and says what is allowed', (key, raw, message) => {
  expect(() => parseSetting(key, raw)).toThrow(expect.objectContaining({ code: 'setting_invalid', message }))
})

test.each<[SettingKey, unknown]>([
  ['base_url', '/api'],
  ['base_url', '/assets/x'],
  ['base_url', '/a b'],
  ['base_url', '/../x'],
  ['base_url', 'https://a.example/x'],
  ['host', ''],
  ['host', 'a b'],
  ['generation_devices', []],
  ['generation_devices', 'cuda:zero'],
  ['jwt_secret_key', 'short'],
  ['public_url', 'studio.example.com'],
  ['public_url', 'https://a.example/?x'],
  ['smtp_url', 'https://a.example'],
  ['mail_from', 'studio'],
  ['mail_from', 'a\nBcc: <b@example.com>'],
  ['image_subfolder_strategy', 'moon'],
])('%s refuses %o', (key, raw) => {
  expect(() => parseSetting(key, raw)).toThrow(`${key}: `)
})

test('a secret is not told in an error, nor shown', () => {
  expect(() => parseSetting('jwt_secret_key', 'hush')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hush') }),
  )
  const secret = 'x'.repeat(32)
  const { values } = readSettings({ file: { jwt_secret_key: secret } })
  expect(values.jwt_secret_key).toBe(secret)
  expect(showSettings(values).jwt_secret_key).toBe(HIDDEN)
  expect(showSettings(readSettings({}).values).jwt_secret_key).toBeNull()
})

test('flag wins over environment, environment over file, file over default', () => {
  const { values, sources } = readSettings({
    file: { port: 1, host: 'a', trash_days: 7 },
    environment: { BOTTEGA_PORT: '2', BOTTEGA_HOST: 'b', BOTTEGA_LOG_LEVEL: '' },
    flags: { port: '3' },
  })
  expect(values).toMatchObject({ port: 3, host: 'b', trash_days: 7, log_level: 'info', multiuser: false })
  expect(sources).toMatchObject({ port: 'flag', host: 'environment', trash_days: 'file', log_level: 'default' })
})

test('an error names the setting as it was said', () => {
  expect(() => readSettings({ environment: { BOTTEGA_MAX_QUEUE_SIZE: 'many' } })).toThrow('BOTTEGA_MAX_QUEUE_SIZE: ')
  expect(() => readSettings({ flags: { max_queue_size: 'many' } })).toThrow('--max-queue-size: ')
  expect(() => readSettings({ file: { max_queue_size: 'many' } })).toThrow('max_queue_size: ')
})

test('keys of the file that mean nothing here are told apart from those that the reference has', () => {
  expect(readSettings({ file: { schema_version: '4.0.3', ram: 12, colour: 'red', multiuser: true } })).toMatchObject({
    unknown: ['colour'],
    withoutEffect: ['schema_version', 'ram'],
  })
})

test('a setting has one name everywhere', () => {
  expect([environmentName('max_queue_size'), flagName('max_queue_size')]).toEqual(['BOTTEGA_MAX_QUEUE_SIZE', '--max-queue-size'])
})

test('what the interface says of defaults holds', () => {
  expect(readSettings({}).values).toMatchObject({
    host: '127.0.0.1',
    port: 9090,
    multiuser: false,
    strict_password_checking: true,
    session_queue_mode: 'round_robin',
    max_queue_size: 10_000,
    max_queue_size_per_user: null,
    max_queue_history: null,
    clear_queue_on_startup: false,
    trash_days: 30,
    max_image_pixels: 100_000_000,
    node_cache_size: 512,
    login_throttle: true,
    session_absolute_days: 30,
    public_api_docs: false,
    queue_show_names: false,
    forwarded_allow_ips: ['127.0.0.1', '::1'],
  })
})
