export { createRuntime, type RuntimeOptions } from './onnx-runtime.ts'
