-- Written by `npm run gen` from calls of every repository; do not edit.

-- gallery counts: countImages
select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and board_id = ?;
--   SEARCH image_counts USING PRIMARY KEY (board_id=?)

-- gallery: listImages
select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?);
--   SCAN image_counts

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)
union all select id, 1 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 6
--     MATERIALIZE page
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-1)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--           SCAN (subquery-1)
--         UNION ALL
--           CO-ROUTINE (subquery-3)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--           SCAN (subquery-3)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and board_id = ?;
--   SEARCH image_counts USING PRIMARY KEY (board_id=?)

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and board_id = ?
order by created_at desc, image_name desc
limit ? offset ?)
union all select id, 1 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and board_id = ?
order by created_at desc, image_name desc
limit ? offset ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 6
--     MATERIALIZE page
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-1)
--             SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=? AND starred=?)
--           SCAN (subquery-1)
--         UNION ALL
--           CO-ROUTINE (subquery-3)
--             SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=? AND starred=?)
--           SCAN (subquery-3)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and board_id = ? and user_id = ?;
--   SEARCH image_counts USING INDEX image_counts_by_owner (user_id=? AND board_id=? AND shelf=? AND image_category=?)

select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and user_id = ?;
--   SEARCH image_counts USING INDEX image_counts_by_owner (user_id=?)

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and user_id = ?
order by created_at desc, image_name desc
limit ? offset ?)
union all select id, 1 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and user_id = ?
order by created_at desc, image_name desc
limit ? offset ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 6
--     MATERIALIZE page
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-1)
--             SEARCH images USING COVERING INDEX images_by_owner (user_id=? AND shelf=? AND starred=?)
--           SCAN (subquery-1)
--         UNION ALL
--           CO-ROUTINE (subquery-3)
--             SEARCH images USING COVERING INDEX images_by_owner (user_id=? AND shelf=? AND starred=?)
--           SCAN (subquery-3)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and (user_id = ? or board_id in ( select board_id
from boards
where user_id = ?
union all select board_id
from boards
where board_visibility <> 'private'
union all select board_id
from board_grants
where user_id = ? ));
--   MULTI-INDEX OR
--     INDEX 1
--       SEARCH image_counts USING INDEX image_counts_by_owner (user_id=?)
--     INDEX 2
--       LIST SUBQUERY 3
--         COMPOUND QUERY
--           LEFT-MOST SUBQUERY
--             SEARCH boards USING INDEX boards_by_owner (user_id=?)
--           UNION ALL
--             SCAN boards USING INDEX boards_open
--           UNION ALL
--             SEARCH board_grants USING COVERING INDEX board_grants_by_user (user_id=?)
--       SEARCH image_counts USING PRIMARY KEY (board_id=?)

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and (images.user_id = ? or images.board_id in ( select board_id
from boards
where user_id = ?
union all select board_id
from boards
where board_visibility <> 'private'
union all select board_id
from board_grants
where user_id = ? ))
order by created_at desc, image_name desc
limit ? offset ?)
union all select id, 1 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and (images.user_id = ? or images.board_id in ( select board_id
from boards
where user_id = ?
union all select board_id
from boards
where board_visibility <> 'private'
union all select board_id
from board_grants
where user_id = ? ))
order by created_at desc, image_name desc
limit ? offset ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 12
--     MATERIALIZE page
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-4)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--             LIST SUBQUERY 3
--               COMPOUND QUERY
--                 LEFT-MOST SUBQUERY
--                   SEARCH boards USING INDEX boards_by_owner (user_id=?)
--                   CREATE BLOOM FILTER
--                 UNION ALL
--                   SCAN boards USING INDEX boards_open
--                   CREATE BLOOM FILTER
--                 UNION ALL
--                   SEARCH board_grants USING COVERING INDEX board_grants_by_user (user_id=?)
--                   CREATE BLOOM FILTER
--           SCAN (subquery-4)
--         UNION ALL
--           CO-ROUTINE (subquery-9)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--             LIST SUBQUERY 8
--               COMPOUND QUERY
--                 LEFT-MOST SUBQUERY
--                   SEARCH boards USING INDEX boards_by_owner (user_id=?)
--                   CREATE BLOOM FILTER
--                 UNION ALL
--                   SCAN boards USING INDEX boards_open
--                   CREATE BLOOM FILTER
--                 UNION ALL
--                   SEARCH board_grants USING COVERING INDEX board_grants_by_user (user_id=?)
--                   CREATE BLOOM FILTER
--           SCAN (subquery-9)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

select cast(json_object( 'total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred), 0) ) as blob) as json
from image_counts
where shelf in (?, ?);
--   SCAN image_counts

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at asc, image_name asc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
union all select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
union all select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
union all select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at asc, image_name asc
limit ? offset ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 7
--     MATERIALIZE (subquery-4)
--       MERGE (UNION ALL)
--         LEFT
--           MERGE (UNION ALL)
--             LEFT
--               SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--             RIGHT
--               SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--         RIGHT
--           MERGE (UNION ALL)
--             LEFT
--               SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--             RIGHT
--               SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN (subquery-4)
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

with matches as materialized (select images.id, starred, created_at, image_name
from (select rowid as id
from image_search
where image_search match ?) as found cross join images
where images.id = found.id and shelf in (?) and image_category in (?)) select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 1 - starred as segment
from matches
order by starred desc, created_at desc, image_name desc
limit ? offset ?) as page on page.id = images.id))), 'total', (select count(*)
from matches)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 5
--     MATERIALIZE page
--       MATERIALIZE matches
--         SCAN image_search VIRTUAL TABLE INDEX 0:M1
--         SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--       SCAN matches
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 6
--     SCAN matches

with matches as materialized (select images.id, starred, created_at, image_name
from (select rowid as id
from image_search
where image_search match ?) as found cross join images
where images.id = found.id and shelf in (?) and image_category in (?)
union select images.id, starred, created_at, image_name
from images
where shelf in (?) and image_category in (?) and created_at like ?) select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 1 - starred as segment
from matches
order by starred desc, created_at desc, image_name desc
limit ? offset ?) as page on page.id = images.id))), 'total', (select count(*)
from matches)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 6
--     MATERIALIZE page
--       MATERIALIZE matches
--         MERGE (UNION)
--           LEFT
--             SCAN image_search VIRTUAL TABLE INDEX 0:M1
--             SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--             USE TEMP B-TREE FOR ORDER BY
--           RIGHT
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=?)
--             USE TEMP B-TREE FOR ORDER BY
--       SCAN matches
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 7
--     SCAN matches

with matches as materialized (select images.id, starred, created_at, image_name
from (select image_id as id
from image_metadata
where instr(lower(metadata), lower(?)) > 0) as found cross join images
where images.id = found.id and shelf in (?) and image_category in (?) and board_id is null) select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 1 - starred as segment
from matches
order by starred desc, created_at desc, image_name desc
limit ? offset ?) as page on page.id = images.id))), 'total', (select count(*)
from matches)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 5
--     MATERIALIZE page
--       MATERIALIZE matches
--         SCAN image_metadata
--         SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--       SCAN matches
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 6
--     SCAN matches

with matches as materialized (select images.id, starred, created_at, image_name
from images
where shelf in (?) and image_category in (?) and created_at >= ? and created_at < ?) select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 1 - starred as segment
from matches
order by starred desc, created_at desc, image_name desc
limit ? offset ?) as page on page.id = images.id))), 'total', (select count(*)
from matches)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 4
--     MATERIALIZE page
--       MATERIALIZE matches
--         SEARCH images USING COVERING INDEX images_by_shelf (shelf=?)
--       SCAN matches
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 5
--     SCAN matches

-- gallery: listImagesAfter
select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join ((select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and (created_at, image_name) < (?, ?)
order by created_at desc, image_name desc
limit ? offset ?)
union all select id, 1 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)
limit ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 6
--     MATERIALIZE page
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-1)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=? AND (created_at,image_name)<(?,?))
--           SCAN (subquery-1)
--         UNION ALL
--           CO-ROUTINE (subquery-3)
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--           SCAN (subquery-3)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

select cast((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join ((select id, 0 as segment
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and (created_at, image_name) < (?, ?)
union all select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ? and (created_at, image_name) < (?, ?)
order by created_at desc, image_name desc
limit ? offset ?)
limit ?)) as page on page.id = images.id)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 5
--     MATERIALIZE page
--       CO-ROUTINE (subquery-2)
--         MERGE (UNION ALL)
--           LEFT
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=? AND (created_at,image_name)<(?,?))
--           RIGHT
--             SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=? AND (created_at,image_name)<(?,?))
--       SCAN (subquery-2)
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

with matches as materialized (select images.id, starred, created_at, image_name
from (select rowid as id
from image_search
where image_search match ?) as found cross join images
where images.id = found.id and shelf in (?) and image_category in (?)) select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by segment, created_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at, page.segment
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
inner join (select id, 1 - starred as segment
from matches
where (starred < ? or (starred = ? and (created_at, image_name) < (?, ?)))
order by starred desc, created_at desc, image_name desc
limit ? offset ?) as page on page.id = images.id))), 'total', (select count(*)
from matches)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 5
--     MATERIALIZE page
--       MATERIALIZE matches
--         SCAN image_search VIRTUAL TABLE INDEX 0:M1
--         SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--       SCAN matches
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 6
--     SCAN matches

-- gallery: readImageNames
select cast(json_object('image_names', json_group_array(image_name), 'starred_count', coalesce(sum(starred), 0), 'total_count', count(*)) as blob) as json
from (select image_name, starred
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)
union all select image_name, starred
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)) as listed;
--   CO-ROUTINE listed
--     COMPOUND QUERY
--       LEFT-MOST SUBQUERY
--         CO-ROUTINE (subquery-1)
--           SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--         SCAN (subquery-1)
--       UNION ALL
--         CO-ROUTINE (subquery-3)
--           SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--         SCAN (subquery-3)
--   SCAN listed

select cast(json_group_array(image_name) as blob) as json
from (select image_name, starred
from (select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
union all select images.id, starred, created_at, image_name
from images
where shelf = ? and starred = ?
order by created_at desc, image_name desc
limit ? offset ?)) as listed;
--   CO-ROUTINE (subquery-2)
--     MERGE (UNION ALL)
--       LEFT
--         SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--       RIGHT
--         SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)
--   SCAN (subquery-2)

select cast(json_object('items', json_group_array(json_object('kind', 'image', 'name', image_name)), 'starred_count', coalesce(sum(starred), 0), 'total_count', count(*)) as blob) as json
from (select image_name, starred
from (select images.id, starred, created_at, image_name
from (select rowid as id
from image_search
where image_search match ?) as found cross join images
where images.id = found.id and shelf in (?) and image_category in (?))
order by starred desc, created_at desc, image_name desc
limit -1) as listed;
--   CO-ROUTINE listed
--     SCAN image_search VIRTUAL TABLE INDEX 0:M1
--     SEARCH images USING INTEGER PRIMARY KEY (rowid=?)
--     USE TEMP B-TREE FOR ORDER BY
--   SCAN listed

-- gallery: listGalleryDays
select cast(json_group_array(json_object('date', date, 'image_count', image_count, 'asset_count', asset_count, 'cover_image_name', cover_image_name)
order by date desc) as blob) as json
from (select substr(created_at, 1, 10) as date, sum(shelf = 'images') as image_count, sum(shelf = 'assets') as asset_count, substr(max(created_at || image_name), 24) as cover_image_name
from (select images.id, starred, created_at, image_name, shelf
from images
where shelf in (?, ?)) as shown
group by date) as days;
--   CO-ROUTINE days
--     SEARCH images USING COVERING INDEX images_by_shelf (shelf=?)
--     USE TEMP B-TREE FOR GROUP BY
--   USE TEMP B-TREE FOR json_group_array(ORDER BY)
--   SCAN days

-- trash: listTrash
select cast(json_object('items', json((select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category, 'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate', is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder, 'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)
order by deleted_at desc, image_name desc)
from (select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.user_id = ? and images.deleted_at is not null
order by images.deleted_at desc, images.image_name desc
limit ? offset ?))), 'total', (select coalesce(sum(images), 0) as total
from image_counts
where user_id = ? and shelf = ?)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 2
--     CO-ROUTINE (subquery-1)
--       SEARCH images USING INDEX images_trash (user_id=? AND deleted_at>?)
--       SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--       SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--       SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN (subquery-1)
--   SCALAR SUBQUERY 3
--     SEARCH image_counts USING INDEX image_counts_by_owner (user_id=?)

-- images: createImage
insert into images (image_name, user_id, board_id, image_origin, image_category, width, height, shelf)
values (?, ?, ?, ?, ?, ?, ?, iif(?, 'intermediate_', '') || iif(? = 'general', 'images', 'assets'))
returning id;
--   SEARCH image_metadata USING INTEGER PRIMARY KEY (rowid=?)

insert into image_metadata (image_id, metadata) values (?, ?);

-- images: createImages
insert into images (image_name, user_id, board_id, image_origin, image_category, width, height, session_id, node_id, is_intermediate, starred, has_workflow, image_subfolder, created_at, updated_at, shelf) select *, iif(is_intermediate, 'intermediate_', '') || iif(image_category = 'general', 'images', 'assets')
from (select value ->> 'image_name' as image_name, value ->> 'user_id' as user_id, value ->> 'board_id' as board_id, value ->> 'image_origin' as image_origin, value ->> 'image_category' as image_category, value ->> 'width' as width, value ->> 'height' as height, value ->> 'session_id' as session_id, value ->> 'node_id' as node_id, value ->> 'is_intermediate' as is_intermediate, value ->> 'starred' as starred, value ->> 'has_workflow' as has_workflow, value ->> 'image_subfolder' as image_subfolder, value ->> 'created_at' as created_at, value ->> 'updated_at' as updated_at
from json_each(?));
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH image_metadata USING INTEGER PRIMARY KEY (rowid=?)

insert into image_metadata (image_id, metadata) select images.id, value ->> 'metadata'
from json_each(?) join images on images.image_name = value ->> 'image_name'
where value ->> 'metadata' is not null;
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH images USING COVERING INDEX sqlite_autoindex_images_1 (image_name=?)

-- images: findImage
select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name = ? and images.deleted_at is null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--   SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

-- images: findImages
select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name in (select value
from json_each(?)) and images.deleted_at is null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--   SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

-- images: findTrashedImages
select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id, boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission, images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id, images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at, images.updated_at, images.deleted_at
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name in (select value
from json_each(?)) and images.deleted_at is not null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?) LEFT-JOIN
--   SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN

-- images: findImageMetadata
select metadata
from images
inner join image_metadata on image_metadata.image_id = images.id
where image_name = ? and deleted_at is null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   SEARCH image_metadata USING INTEGER PRIMARY KEY (rowid=?)

-- images: findUnknownImages
select value from json_each(?) where value not in (select image_name from images);
--   SCAN json_each VIRTUAL TABLE INDEX 1:
--   USING INDEX sqlite_autoindex_images_1 FOR IN-OPERATOR

-- images: updateImage
update images
set is_intermediate = ?, shelf = iif(?, 'intermediate_', '') || iif(image_category = 'general', 'images', 'assets'), updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where image_name = ? and deleted_at is null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)

-- images: starImages
update images
set starred = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where image_name in (select value
from json_each(?)) and deleted_at is null and starred = ?
returning image_name, user_id, board_id;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: moveImages
select image_name, user_id, board_id
from images
where image_name in (select value
from json_each(?)) and deleted_at is null and board_id is not null;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

update images
set board_id = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where image_name in (select value
from json_each(?));
--   SEARCH images USING COVERING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: trashImages
update images
set deleted_at = strftime('%Y-%m-%d %H:%M:%f', 'now'), shelf = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where image_name in (select value
from json_each(?)) and deleted_at is null
returning image_name, user_id, board_id;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: restoreImages
update images
set deleted_at = ?, shelf = iif(is_intermediate, 'intermediate_', '') || iif(image_category = 'general', 'images', 'assets'), updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where image_name in (select value
from json_each(?)) and deleted_at is not null
returning image_name, user_id, board_id;
--   SEARCH images USING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: purgeImages
delete
from images
where image_name in (select value
from json_each(?))
returning image_name, image_subfolder;
--   SEARCH images USING COVERING INDEX sqlite_autoindex_images_1 (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH image_metadata USING INTEGER PRIMARY KEY (rowid=?)

insert into file_removals (image_name, image_subfolder) select value ->> 'image_name', value ->> 'image_subfolder'
from json_each(?)
where true
on conflict do nothing;
--   SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: listFileRemovals
select * from file_removals;
--   SCAN file_removals

-- images: forgetFileRemovals
delete from file_removals where image_name in (select value from json_each(?));
--   SEARCH file_removals USING PRIMARY KEY (image_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- images: listExpiredTrash
select image_name from images where deleted_at < ? order by deleted_at limit ?;
--   SEARCH images USING INDEX images_trash_by_age (deleted_at<?)

-- images: listExpiredIntermediates
select image_name from images where shelf in (?, ?) and starred = ? and created_at < ? limit ?;
--   SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=? AND created_at<?)

-- boards: createBoard
insert into boards (board_id, board_name, user_id) values (?, ?, ?);

-- boards: findBoard
select boards.board_id, boards.board_name, boards.user_id, users.display_name as owner_display_name, boards.board_visibility, board_grants.permission as viewer_permission, boards.archived, boards.created_at, boards.updated_at, ( select coalesce(sum(images), 0)
from image_counts
where board_id = boards.board_id and shelf = 'images' ) as image_count, ( select coalesce(sum(images), 0)
from image_counts
where board_id = boards.board_id and shelf = 'assets' ) as asset_count, ( select image_name
from ( select *
from ( select image_name, starred, created_at
from images
where board_id = boards.board_id and shelf = 'images'
order by starred desc, created_at desc, image_name desc
limit 1 )
union all select *
from ( select image_name, starred, created_at
from images
where board_id = boards.board_id and shelf = 'assets'
order by starred desc, created_at desc, image_name desc
limit 1 ) )
order by starred desc, created_at desc, image_name desc
limit 1 ) as cover_image_name
from boards
left join users on users.user_id = boards.user_id
left join board_grants on board_grants.board_id = boards.board_id and board_grants.user_id = ?
where boards.board_id = ?;
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--   CORRELATED SCALAR SUBQUERY 1
--     SEARCH image_counts USING PRIMARY KEY (board_id=?)
--   CORRELATED SCALAR SUBQUERY 2
--     SEARCH image_counts USING PRIMARY KEY (board_id=?)
--   CORRELATED SCALAR SUBQUERY 7
--     CO-ROUTINE (subquery-6)
--       COMPOUND QUERY
--         LEFT-MOST SUBQUERY
--           CO-ROUTINE (subquery-3)
--             SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=?)
--           SCAN (subquery-3)
--         UNION ALL
--           CO-ROUTINE (subquery-5)
--             SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=?)
--           SCAN (subquery-5)
--     SCAN (subquery-6)
--     USE TEMP B-TREE FOR ORDER BY

-- boards: listBoards
with listed as (select boards.board_id as listed_id, boards.board_name, boards.created_at
from boards
where archived = ? and board_id in ( select board_id
from boards
where user_id = ?
union all select board_id
from boards
where board_visibility <> 'private'
union all select board_id
from board_grants
where user_id = ? )) select cast(json_object('items', json((select json_group_array(json_object('board_id', board_id, 'board_name', board_name, 'user_id', user_id, 'owner_display_name', owner_display_name, 'board_visibility', board_visibility, 'viewer_permission', viewer_permission, 'archived', archived, 'created_at', created_at, 'updated_at', updated_at, 'image_count', image_count, 'asset_count', asset_count, 'cover_image_name', cover_image_name)
order by board_name collate nocase asc, listed_id)
from (select boards.board_id, boards.board_name, boards.user_id, users.display_name as owner_display_name, boards.board_visibility, board_grants.permission as viewer_permission, boards.archived, boards.created_at, boards.updated_at, ( select coalesce(sum(images), 0)
from image_counts
where board_id = boards.board_id and shelf = 'images' ) as image_count, ( select coalesce(sum(images), 0)
from image_counts
where board_id = boards.board_id and shelf = 'assets' ) as asset_count, ( select image_name
from ( select *
from ( select image_name, starred, created_at
from images
where board_id = boards.board_id and shelf = 'images'
order by starred desc, created_at desc, image_name desc
limit 1 )
union all select *
from ( select image_name, starred, created_at
from images
where board_id = boards.board_id and shelf = 'assets'
order by starred desc, created_at desc, image_name desc
limit 1 ) )
order by starred desc, created_at desc, image_name desc
limit 1 ) as cover_image_name, listed_id
from boards
left join users on users.user_id = boards.user_id
left join board_grants on board_grants.board_id = boards.board_id and board_grants.user_id = ?
inner join (select *
from listed
order by board_name collate nocase asc, listed_id
limit ? offset ?) as page on page.listed_id = boards.board_id))), 'total', (select count(*)
from listed)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 14
--     MATERIALIZE page
--       SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)
--       LIST SUBQUERY 3
--         COMPOUND QUERY
--           LEFT-MOST SUBQUERY
--             SEARCH boards USING INDEX boards_by_owner (user_id=?)
--           UNION ALL
--             SCAN boards USING INDEX boards_open
--           UNION ALL
--             SEARCH board_grants USING COVERING INDEX board_grants_by_user (user_id=?)
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN page
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)
--     SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH board_grants USING PRIMARY KEY (board_id=? AND user_id=?) LEFT-JOIN
--     CORRELATED SCALAR SUBQUERY 5
--       SEARCH image_counts USING PRIMARY KEY (board_id=?)
--     CORRELATED SCALAR SUBQUERY 6
--       SEARCH image_counts USING PRIMARY KEY (board_id=?)
--     CORRELATED SCALAR SUBQUERY 11
--       CO-ROUTINE (subquery-10)
--         COMPOUND QUERY
--           LEFT-MOST SUBQUERY
--             CO-ROUTINE (subquery-7)
--               SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=?)
--             SCAN (subquery-7)
--           UNION ALL
--             CO-ROUTINE (subquery-9)
--               SEARCH images USING COVERING INDEX images_by_board (board_id=? AND shelf=?)
--             SCAN (subquery-9)
--       SCAN (subquery-10)
--       USE TEMP B-TREE FOR ORDER BY
--   SCALAR SUBQUERY 15
--     SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)
--     REUSE LIST SUBQUERY 3

-- boards: updateBoard
update boards
set board_name = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where board_id = ?;
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)

-- boards: deleteBoard
delete from boards where board_id = ?;
--   SEARCH boards USING INDEX sqlite_autoindex_boards_1 (board_id=?)
--   SEARCH images USING COVERING INDEX images_by_board (board_id=?)
--   SEARCH board_grants USING PRIMARY KEY (board_id=?)

-- workflows: createWorkflow
insert into workflows (workflow_id, user_id, name, description, category, tags, workflow)
values (?, ?, ?, ?, ?, ?, ?);

delete from workflow_tags where workflow_id = ?;
--   SEARCH workflow_tags USING PRIMARY KEY (workflow_id=?)

insert into workflow_tags (workflow_id, tag) values (?, ?), (?, ?);
--   SCAN 2-ROW VALUES CLAUSE

-- workflows: findWorkflow
select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name, workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail, workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at, workflows.workflow
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
where workflows.workflow_id = ?;
--   SEARCH workflows USING INDEX sqlite_autoindex_workflows_1 (workflow_id=?)
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   SEARCH workflow_openings USING PRIMARY KEY (user_id=? AND workflow_id=?) LEFT-JOIN

-- workflows: updateWorkflow
update workflows
set is_public = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where workflow_id = ?;
--   SEARCH workflows USING INDEX sqlite_autoindex_workflows_1 (workflow_id=?)

-- workflows: markWorkflowThumbnail
update workflows set has_thumbnail = ? where workflow_id = ?;
--   SEARCH workflows USING INDEX sqlite_autoindex_workflows_1 (workflow_id=?)

-- workflows: markWorkflowOpened
insert into workflows (workflow_id, user_id, name, description, category, tags, workflow)
values (?, ?, ?, ?, ?, ?, ?);

delete from workflow_tags where workflow_id = ?;
--   SEARCH workflow_tags USING PRIMARY KEY (workflow_id=?)

insert into workflow_tags (workflow_id, tag) values (?, ?), (?, ?);
--   SCAN 2-ROW VALUES CLAUSE

insert into workflow_openings (workflow_id, user_id)
values (?, ?)
on conflict (user_id, workflow_id) do update
set opened_at = strftime('%Y-%m-%d %H:%M:%f', 'now');

-- workflows: deleteWorkflows
delete from workflows where workflow_id in (select value from json_each(?));
--   SEARCH workflows USING COVERING INDEX sqlite_autoindex_workflows_1 (workflow_id=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
--   SEARCH workflow_openings USING INDEX workflow_openings_by_workflow (workflow_id=?)
--   SEARCH workflow_tags USING PRIMARY KEY (workflow_id=?)

-- workflows: listDefaultWorkflowIds
select workflow_id from workflows where category = ?;
--   SCAN workflows

-- workflows: listWorkflows
with listed as (select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name, workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail, workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
where (workflows.user_id = ? or workflows.is_public = ? or workflows.category = ?) and exists (select 1
from workflow_tags
where workflow_tags.workflow_id = workflows.workflow_id and (instr(lower(workflow_tags.tag), lower(?)) > 0 or instr(lower(workflow_tags.tag), lower(?)) > 0)) and (instr(lower(name), lower(?)) > 0 or instr(lower(description), lower(?)) > 0 or instr(lower(tags), lower(?)) > 0) and opened_at is not null) select cast(json_object('items', json((select json_group_array(json_object('workflow_id', workflow_id, 'user_id', user_id, 'owner_display_name', owner_display_name, 'name', name, 'description', description, 'category', category, 'tags', tags, 'is_public', is_public, 'has_thumbnail', has_thumbnail, 'compatibility', compatibility, 'created_at', created_at, 'updated_at', updated_at, 'opened_at', opened_at)
order by name collate nocase asc, workflow_id)
from (select *
from listed
order by name collate nocase asc, workflow_id
limit ? offset ?))), 'total', (select count(*)
from listed)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 4
--     CO-ROUTINE (subquery-3)
--       SCAN workflows
--       SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--       SEARCH workflow_openings USING PRIMARY KEY (user_id=? AND workflow_id=?) LEFT-JOIN
--       SEARCH workflow_tags EXISTS USING PRIMARY KEY (workflow_id=?)
--       USE TEMP B-TREE FOR ORDER BY
--     USE TEMP B-TREE FOR json_group_array(ORDER BY)
--     SCAN (subquery-3)
--   SCALAR SUBQUERY 5
--     SCAN workflows
--     SEARCH users USING COVERING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH workflow_tags EXISTS USING PRIMARY KEY (workflow_id=?)
--     SEARCH workflow_openings USING PRIMARY KEY (user_id=? AND workflow_id=?) LEFT-JOIN

-- workflows: listWorkflowTags
select cast(json_group_array(tag
order by tag collate nocase, tag) as blob) as json
from (select distinct tag
from workflow_tags
inner join (select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name, workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail, workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
where workflows.category in (select value
from json_each(?))) as listed on listed.workflow_id = workflow_tags.workflow_id) as tags;
--   CO-ROUTINE tags
--     SCAN workflow_tags
--     SEARCH workflows USING INDEX sqlite_autoindex_workflows_1 (workflow_id=?)
--     LIST SUBQUERY 1
--       SCAN json_each VIRTUAL TABLE INDEX 1:
--       CREATE BLOOM FILTER
--     USE TEMP B-TREE FOR DISTINCT
--   USE TEMP B-TREE FOR json_group_array(ORDER BY)
--   SCAN tags

-- workflows: countWorkflowsByTag
with listed as (select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name, workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail, workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?) select cast(json_object(?, (select count(*)
from listed
where exists (select 1
from workflow_tags
where workflow_tags.workflow_id = listed.workflow_id and (instr(lower(workflow_tags.tag), lower(?)) > 0)))) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 3
--     SCAN workflows
--     SEARCH users USING COVERING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH workflow_tags EXISTS USING PRIMARY KEY (workflow_id=?)
--     SEARCH workflow_openings USING COVERING INDEX workflow_openings_by_workflow (workflow_id=? AND user_id=?) LEFT-JOIN

-- workflows: countWorkflowsByCategory
with listed as (select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name, workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail, workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?) select cast(json_object(?, (select count(*)
from listed
where category = ?), ?, (select count(*)
from listed
where category = ?)) as blob) as json;
--   SCAN CONSTANT ROW
--   SCALAR SUBQUERY 2
--     SCAN workflows
--     SEARCH users USING COVERING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH workflow_openings USING COVERING INDEX workflow_openings_by_workflow (workflow_id=? AND user_id=?) LEFT-JOIN
--   SCALAR SUBQUERY 3
--     SCAN workflows
--     SEARCH users USING COVERING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--     SEARCH workflow_openings USING COVERING INDEX workflow_openings_by_workflow (workflow_id=? AND user_id=?) LEFT-JOIN

-- style presets: createStylePreset
insert into style_presets (style_preset_id, user_id, name, positive_prompt, negative_prompt, type)
values (?, ?, ?, ?, ?, ?);

-- style presets: findStylePreset
select style_presets.*, users.display_name as owner_display_name
from style_presets
left join users on users.user_id = style_presets.user_id
where style_preset_id = ?;
--   SEARCH style_presets USING INDEX sqlite_autoindex_style_presets_1 (style_preset_id=?)
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN

-- style presets: listStylePresets
select style_presets.*, users.display_name as owner_display_name
from style_presets
left join users on users.user_id = style_presets.user_id
where (style_presets.user_id = ? or style_presets.is_public or style_presets.type = 'default')
order by lower(name), style_preset_id;
--   SCAN style_presets
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?) LEFT-JOIN
--   USE TEMP B-TREE FOR ORDER BY

-- style presets: updateStylePreset
update style_presets
set name = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where style_preset_id = ?;
--   SEARCH style_presets USING INDEX sqlite_autoindex_style_presets_1 (style_preset_id=?)

-- style presets: deleteStylePresets
delete from style_presets where style_preset_id in (select value from json_each(?));
--   SEARCH style_presets USING COVERING INDEX sqlite_autoindex_style_presets_1 (style_preset_id=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- system prompts: createSystemPrompt
insert into system_prompts (system_prompt_id, user_id, name, content) values (?, ?, ?, ?);

-- system prompts: findSystemPrompt
select * from system_prompts where system_prompt_id = ?;
--   SEARCH system_prompts USING INDEX sqlite_autoindex_system_prompts_1 (system_prompt_id=?)

-- system prompts: listSystemPrompts
select *
from system_prompts
where (user_id = ? or is_public = ?)
order by lower(name), system_prompt_id;
--   SCAN system_prompts
--   USE TEMP B-TREE FOR ORDER BY

-- system prompts: updateSystemPrompt
update system_prompts
set name = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
where system_prompt_id = ?;
--   SEARCH system_prompts USING INDEX sqlite_autoindex_system_prompts_1 (system_prompt_id=?)

-- system prompts: deleteSystemPrompt
delete from system_prompts where system_prompt_id = ?;
--   SEARCH system_prompts USING INDEX sqlite_autoindex_system_prompts_1 (system_prompt_id=?)

-- client state: findClientState
select value, version from client_state where user_id = ? and key = ?;
--   SEARCH client_state USING INDEX sqlite_autoindex_client_state_1 (user_id=? AND key=?)

-- client state: saveClientState
replace into client_state (user_id, key, value) values (?, ?, ?) returning version;

-- client state: replaceClientState
select value, version from client_state where user_id = ? and key = ?;
--   SEARCH client_state USING INDEX sqlite_autoindex_client_state_1 (user_id=? AND key=?)

-- client state: listClientStateKeys
select key
from client_state
where user_id = ? and substr(key, 1, length(?)) = ?
order by version desc;
--   SEARCH client_state USING COVERING INDEX sqlite_autoindex_client_state_1 (user_id=?)
--   USE TEMP B-TREE FOR ORDER BY

-- client state: deleteClientState
delete from client_state where user_id = ? and key = ?;
--   SEARCH client_state USING INDEX sqlite_autoindex_client_state_1 (user_id=? AND key=?)

-- models: createModel
insert into models (key, config) values (?, ?);

-- models: findModel
select key, config, has_cover, created_at, updated_at from models where key = ?;
--   SEARCH models USING INDEX sqlite_autoindex_models_1 (key=?)

-- models: findModels
select key, config, has_cover, created_at, updated_at
from models
where key in (select value
from json_each(?));
--   SEARCH models USING INDEX sqlite_autoindex_models_1 (key=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:

-- models: findModelByPath
select key, config, has_cover, created_at, updated_at from models where path = ?;
--   SEARCH models USING INDEX models_by_path (path=?)

-- models: listModels
select key, config, has_cover, created_at, updated_at
from models
where base in (select value
from json_each(?)) and type = ?
order by type asc, base asc, name collate nocase asc, format asc, name collate nocase, key;
--   SCAN models
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
--     CREATE BLOOM FILTER
--   USE TEMP B-TREE FOR LAST 5 TERMS OF ORDER BY

select key, config, has_cover, created_at, updated_at
from models
where name = ?
order by file_size desc, name collate nocase, key;
--   SEARCH models USING INDEX models_by_name (name=?)
--   USE TEMP B-TREE FOR ORDER BY

-- models: updateModel
update models set config = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') where key = ?;
--   SEARCH models USING INDEX sqlite_autoindex_models_1 (key=?)

-- models: markModelCover
update models set has_cover = ? where key = ?;
--   SEARCH models USING INDEX sqlite_autoindex_models_1 (key=?)

-- models: deleteModel
delete from models where key = ?;
--   SEARCH models USING INDEX sqlite_autoindex_models_1 (key=?)
--   SEARCH model_relationships USING INDEX model_relationships_by_second (model_key_2=?)
--   SEARCH model_relationships USING PRIMARY KEY (model_key_1=?)

-- model relationships: createModelRelationship
insert into model_relationships (model_key_1, model_key_2) values (?, ?);

-- model relationships: deleteModelRelationship
delete from model_relationships where model_key_1 = ? and model_key_2 = ?;
--   SEARCH model_relationships USING PRIMARY KEY (model_key_1=? AND model_key_2=?)

-- model relationships: listRelatedModels
select model_key_2 as key
from model_relationships
where model_key_1 in (select value
from json_each(?))
union select model_key_1
from model_relationships
where model_key_2 in (select value
from json_each(?))
order by key;
--   MERGE (UNION)
--     LEFT
--       SEARCH model_relationships USING PRIMARY KEY (model_key_1=?)
--       LIST SUBQUERY 1
--         SCAN json_each VIRTUAL TABLE INDEX 1:
--       USE TEMP B-TREE FOR ORDER BY
--     RIGHT
--       SEARCH model_relationships USING COVERING INDEX model_relationships_by_second (model_key_2=?)
--       LIST SUBQUERY 3
--         SCAN json_each VIRTUAL TABLE INDEX 1:
--       USE TEMP B-TREE FOR ORDER BY

-- users: createUser
insert into users (user_id, email, email_folded, password_hash) values (?, ?, ?, ?);

-- users: findUser
select * from users where user_id = ?;
--   SEARCH users USING INDEX sqlite_autoindex_users_1 (user_id=?)

-- users: findUserByEmail
select * from users where email_folded = ?;
--   SEARCH users USING INDEX sqlite_autoindex_users_2 (email_folded=?)

-- settings: findSetting
select value from settings where key = ?;
--   SEARCH settings USING PRIMARY KEY (key=?)

-- settings: saveSetting
insert into settings (key, value)
values (?, ?)
on conflict (key) do update
set value = ?, updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now');

-- bulk downloads: createBulkDownload
insert into bulk_downloads (bulk_download_item_name, user_id, status, expires_at)
values (?, ?, ?, ?);

-- bulk downloads: findBulkDownload
select * from bulk_downloads where bulk_download_item_name = ?;
--   SEARCH bulk_downloads USING PRIMARY KEY (bulk_download_item_name=?)

-- bulk downloads: updateBulkDownload
update bulk_downloads set status = ? where bulk_download_item_name = ?;
--   SEARCH bulk_downloads USING PRIMARY KEY (bulk_download_item_name=?)

-- bulk downloads: listExpiredBulkDownloads
select bulk_download_item_name from bulk_downloads where expires_at <= ?;
--   SEARCH bulk_downloads USING COVERING INDEX bulk_downloads_by_age (expires_at<?)

-- bulk downloads: deleteBulkDownloads
delete from bulk_downloads where bulk_download_item_name in (select value from json_each(?));
--   SEARCH bulk_downloads USING PRIMARY KEY (bulk_download_item_name=?)
--   LIST SUBQUERY 1
--     SCAN json_each VIRTUAL TABLE INDEX 1:
