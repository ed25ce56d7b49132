/** Where in the life of the queue a process is killed. */
export interface CrashPoint {
  readonly kills: 'server' | 'worker'
  /** The moment, as those who watch the server's ground and the worker's channel word it. */
  readonly at: RegExp
  /** Milliseconds later, whatever the process does by then. */
  readonly afterMs?: number
}

const server = (at: RegExp): CrashPoint => ({ kills: 'server', at })
const worker = (at: RegExp): CrashPoint => ({ kills: 'worker', at })

/**
 * The named points, each said once. Nothing of the program knows of them: they are moments on its ground (commits of the database, acts
 * on the disk), in its events, and on the channel between server and worker.
 */
export const CRASH_POINTS = {
  'before an enqueue is committed': server(/^before commit: .*insert into batches/),
  'after an enqueue is committed, before anybody is woken': server(/^after commit: .*insert into batches/),
  'an enqueue is told, before it is answered': server(/^told batch_enqueued/),
  'before a claim is committed': server(/^before commit: .*update queue_items in_progress/),
  'after a claim is committed, before the worker has it': server(/^after commit: .*update queue_items in_progress/),
  'a claim is told': server(/^told queue_item_status_changed in_progress/),
  'a node has begun': server(/^told invocation_started blank_image/),
  'a model is being loaded': server(/^told model_load_started/),
  'within a step of denoising': { kills: 'server', at: /^said report progress preview/, afterMs: 5 },
  'between two nodes, one picture saved': server(/^says report started img_resize/),
  'the bytes of a picture cross the port': server(/^said call saveImage/),
  'the bytes of a picture have arrived': server(/^before open picture/),
  'a picture is opened under its temporary name': server(/^after open picture/),
  'a picture is written under its temporary name, not yet on the disk': server(/^after write picture/),
  'a thumbnail is written under its temporary name': server(/^after write thumbnail/),
  'a picture is on the disk, before it has its name': server(/^before link picture/),
  'a picture has its name, its thumbnail has none': server(/^before link thumbnail/),
  'a picture and its thumbnail have their names, before the row': server(/^before commit: .*insert into images/),
  'the row of a picture is committed, before its temporary names go': server(/^after commit: .*insert into images/),
  'one temporary name of a stored picture is gone': server(/^after unlink picture/),
  'a picture is stored, its node is not told of': server(/^told invocation_complete blank_image/),
  'the result of a node is cached': server(/^told invocation_complete compel/),
  'the result of a session is sent': server(/^said session completed/),
  'before the end of an item is committed': server(/^before commit: .*update queue_items completed/),
  'after the end of an item is committed, before its event': server(/^after commit: .*update queue_items completed/),
  'the end of an item is told': server(/^told queue_item_status_changed completed/),
  'before a cancel is committed': server(/^before commit: .*update queue_items canceled/),
  'after a cancel is committed, before the worker is told': server(/^after commit: .*update queue_items canceled/),
  'a worker takes a cancel': server(/^takes cancel/),
  'before a deletion is committed': server(/^before commit: .*delete from queue_items/),
  'after a deletion is committed': server(/^after commit: .*delete from queue_items/),
  'before a retry is committed': server(/^before commit: (?!.*insert into batches).*insert into queue_items/),
  'after a retry is committed': server(/^after commit: (?!.*insert into batches).*insert into queue_items/),
  'before a pause is stored': server(/^before commit: update queues/),
  'after a pause is stored': server(/^after commit: update queues/),
  'before what was lost is put back': server(/^before commit: .*update queue_items pending/),
  'after what was lost is put back': server(/^after commit: .*update queue_items pending/),
  'before a picture of a dead attempt is removed': server(/^before unlink picture/),
  'before the removal of pictures is noted': server(/^before commit: delete from file_removals/),

  'a worker starts': worker(/^worker starts/),
  'a worker takes a session': worker(/^takes run/),
  'a worker has said that a node begins': worker(/^said report started blank_image/),
  'a worker loads a model': worker(/^says call tellModelLoad/),
  'a worker is within a step of denoising': { kills: 'worker', at: /^said report progress preview/, afterMs: 5 },
  'a worker is between two nodes, one picture saved': worker(/^says report started img_resize/),
  'the bytes of a picture leave a worker': worker(/^said call saveImage/),
  'a worker learns that a picture is saved': worker(/^takes answer/),
  'a worker has cached the result of a node': worker(/^said report completed compel/),
  'a worker has saved everything, before it says the result': worker(/^says session completed/),
  'a worker has said the result': worker(/^said session completed/),
  'a worker is told to stop': worker(/^takes cancel/),
} as const satisfies Readonly<Record<string, CrashPoint>>

/** The name of a point. */
export type CrashPointName = keyof typeof CRASH_POINTS
