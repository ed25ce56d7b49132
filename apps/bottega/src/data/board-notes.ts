import type { Db } from './database.ts'

/**
 * Something that was stored about a board or what lies on it.
 *
 * - `added`   an image has come to it that there was not before
 * - `images`  its images changed, went, or came from elsewhere
 * - `board`   it was made, or its name, its cover or its place among the archived changed
 * - `sight`   who may see it changed, or it is gone
 */
export interface BoardNote {
  /** null for what lies on no board */
  readonly boardId: string | null
  readonly what: 'added' | 'images' | 'board' | 'sight'
  /** Of images, their owner; of a board, an account that could see it before, where it might not now. */
  readonly userId: string
  /** Everybody could see it before. */
  readonly wasOpen: boolean
}

const SHOWN = `('images', 'assets')`

/** Triggers of one connection: whichever statement changes something, it is noted. Intermediate images and the trash are nobody's news. */
const TRIGGERS = `
create temp trigger note_image_added after insert on images when new.shelf in ${SHOWN} begin
  select note_board(new.board_id, 'added', new.user_id, 0);
end;
create temp trigger note_image_changed after update of shelf, starred, board_id, user_id on images
when old.shelf in ${SHOWN} or new.shelf in ${SHOWN} begin
  select note_board(old.board_id, 'images', old.user_id, 0);
  select note_board(new.board_id, 'images', new.user_id, 0);
end;
create temp trigger note_image_gone after delete on images when old.shelf in ${SHOWN} begin
  select note_board(old.board_id, 'images', old.user_id, 0);
end;
create temp trigger note_board_made after insert on boards begin
  select note_board(new.board_id, 'board', new.user_id, 0);
end;
create temp trigger note_board_changed after update of board_name, archived, cover_image_name on boards begin
  select note_board(new.board_id, 'board', new.user_id, 0);
end;
create temp trigger note_board_shown after update of board_visibility, user_id on boards
when old.board_visibility <> new.board_visibility or old.user_id <> new.user_id begin
  select note_board(old.board_id, 'sight', old.user_id, old.board_visibility <> 'private');
end;
create temp trigger note_board_gone after delete on boards begin
  select note_board(old.board_id, 'sight', old.user_id, old.board_visibility <> 'private');
end;
create temp trigger note_grant_given after insert on board_grants begin
  select note_board(new.board_id, 'sight', new.user_id, 0);
end;
create temp trigger note_grant_changed after update on board_grants begin
  select note_board(new.board_id, 'sight', new.user_id, 0);
end;
create temp trigger note_grant_taken after delete on board_grants begin
  select note_board(old.board_id, 'sight', old.user_id, 0);
end;
`

/** Has all noted that this connection stores about boards and their images, once it is stored. The tables have to be there. */
export function noteBoards(db: Db<never>, onNote: (note: BoardNote) => void): void {
  db.sqlite.define('note_board', (boardId, what, userId, wasOpen) => {
    // the triggers hand over nothing else
    const note = { boardId, what, userId, wasOpen: wasOpen === 1 } as BoardNote
    db.afterCommit(() => onNote(note))
  })
  db.sqlite.execute(TRIGGERS)
}
