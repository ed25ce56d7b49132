// node tools/golden/take-fixtures.mjs FOLDER: copies a few small cases of a golden set to packages/testing/fixtures/golden/small,
// so that `npm test` can compare with reference tensors where the whole set is not at hand. The long runs of schedulers that
// repeat a shorter one are left out.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [source = ''] = process.argv.slice(2)
const target = join(import.meta.dirname, '../../packages/testing/fixtures/golden/small')

const CASES = [
  'B-unet/unet-sd1',
  'B-unet/unet-sd1-154-tokens',
  'B-unet/unet-sd1-odd-size',
  'C-vae/vae-sd1',
  'G-pipelines/compel-prompt-weighting',
  'G-pipelines/img2img-euler',
  'G-pipelines/inpaint-4ch-strength0.75',
  'G-pipelines/txt2img-clip-skip-rescale',
  'G-pipelines/txt2img-euler-a-batch2',
  'G-pipelines/txt2img-lcm',
  'G-pipelines/txt2img-v-prediction-zsnr',
]

/** Runs of 20 and 30 steps that differ from a run of 5 in their length alone. */
const REPEATED_RUN = /^(epsilon|v_prediction|shift[\d.]+|eta[\d.]+)-((leading|trailing|linspace|default)-)?(20|30)$/

const index = JSON.parse(readFileSync(join(source, 'index.json'), 'utf8'))
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })

index.cases = index.cases.filter(({ path }) => CASES.includes(path))
const models = new Set(index.cases.flatMap((goldenCase) => goldenCase.models))
index.models = index.models.filter(({ name }) => models.has(name))
for (const path of [...CASES, ...[...models].map((name) => `models/${name}`), index.tokenizer.path]) {
  cpSync(join(source, path), join(target, path), { recursive: true })
}
mkdirSync(join(target, 'D-schedulers'))
cpSync(join(source, 'D-schedulers/common.safetensors'), join(target, 'D-schedulers/common.safetensors'))
for (const family of index.scheduler_families) takeFamily(family)
writeFileSync(join(target, 'index.json'), `${JSON.stringify(index)}\n`)

/** @param {{ path: string, files: string[], runs: number }} family */
function takeFamily(family) {
  const [listName = '', tensorsName = ''] = family.files
  const list = JSON.parse(readFileSync(join(source, family.path, listName), 'utf8'))
  list.runs = list.runs.filter(({ run }) => !REPEATED_RUN.test(run))
  family.runs = list.runs.length
  writeFileSync(join(target, family.path, listName), `${JSON.stringify(list)}\n`)
  const kept = new Set(list.runs.map(({ run }) => run))
  const file = readFileSync(join(source, family.path, tensorsName))
  writeFileSync(
    join(target, family.path, tensorsName),
    takeTensors(file, (name) => !name.includes('/') || kept.has(name.split('/')[0])),
  )
}

/** A safetensors file with only some of its tensors. */
function takeTensors(/** @type {Buffer} */ file, /** @type {(name: string) => boolean} */ isKept) {
  const start = 8 + Number(file.readBigUInt64LE())
  const header = JSON.parse(file.subarray(8, start).toString())
  const chunks = []
  const taken = {}
  let at = 0
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header).filter(
    ([name]) => name !== '__metadata__' && isKept(name),
  )) {
    const chunk = file.subarray(start + offsets[0], start + offsets[1])
    taken[name] = { dtype, shape, data_offsets: [at, at + chunk.length] }
    chunks.push(chunk)
    at += chunk.length
  }
  const text = Buffer.from(JSON.stringify(taken))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, ...chunks])
}
