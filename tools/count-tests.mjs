// Prints "N passed, N failed" from the JSON report of a test run: node tools/count-tests.mjs FILE
import { findText } from './clone/files.mjs'

const report = JSON.parse(findText(process.argv[2]) ?? '{"testResults":[],"success":false}')
const tests = report.testResults.flatMap((file) => file.assertionResults)
const passed = tests.filter((test) => test.status === 'passed').length
// a file that could not be loaded has no tests and counts as one; so does a run that ended without telling why
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every(isNoFailure)).length
const failed = tests.filter((test) => test.status === 'failed').length + broken
console.log(`${passed} passed, ${report.success ? failed : Math.max(failed, 1)} failed`)

function isNoFailure(test) {
  return test.status !== 'failed'
}
