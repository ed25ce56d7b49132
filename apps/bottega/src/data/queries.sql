-- What the program asks of its database; `…` stands for columns that were named before, `now` for this moment as times are stored.
-- Written by `npm run gen`; do not edit.

-- data/gallery/counts.ts countImages: Counts a list from the sums that triggers keep, which takes the same time however many images there are.
select cast(json_object('total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred),
  0)) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and board_id = ? and starred = ?;

-- data/gallery/counts.ts countNamedImages (that somebody sees): How many of these images are there and in a scope; those in the trash are not.
select cast(count(*) as blob) as json
from images
where image_name in (
  select value
  from json_each(?)
) and deleted_at is null and (user_id = ? or board_id in (
  select board_id
  from boards
  where user_id = ?
  union all
  select board_id
  from boards
  where board_visibility <> 'private'
  union all
  select board_id
  from board_grants
  where user_id = ?
));
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
--   search boards using index boards_by_owner (user_id=?)
--   scan boards using index boards_open
--   search board_grants using covering index board_grants_by_user (user_id=?)

-- data/gallery/counts.ts countDatedImages (of everybody): Counts a list of some days from an index, which takes time that grows with what lies between them.
select cast(json_object('total', count(*), 'starred', coalesce(sum(starred), 0)) as blob) as json
from (
  select images.id, starred, created_at, image_name
  from images
  where shelf in (?) and image_category in (?) and starred in (?, ?) and created_at >= ? and created_at < ?
) as listed;
--   search images using covering index images_by_shelf (shelf=? and starred=? and created_at>? and created_at<?)

-- data/gallery/gallery.ts listImages (counted): A page of a list by its place.
select cast(json_object('total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred),
  0)) as blob) as json
from image_counts
where shelf in (?) and image_category in (?);
select cast((
  select json_group_array(json_object('image_name', image_name, 'user_id', user_id, 'owner_display_name',
    owner_display_name, 'board_id', board_id, 'board_user_id', board_user_id, 'board_visibility', board_visibility,
    'viewer_permission', viewer_permission, 'image_origin', image_origin, 'image_category', image_category,
    'width', width, 'height', height, 'session_id', session_id, 'node_id', node_id, 'is_intermediate',
    is_intermediate, 'starred', starred, 'has_workflow', has_workflow, 'image_subfolder', image_subfolder,
    'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at, 'placeholder', placeholder) order by segment,
    created_at desc, image_name desc)
  from (
    select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id,
      boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission,
      images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id,
      images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at,
      images.updated_at, images.deleted_at, images.placeholder, page.segment
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    inner join (
      select id, 0 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ?
        order by created_at desc, image_name desc
        limit ? offset ?
      )
      union all
      select id, 1 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ?
        order by created_at desc, image_name desc
        limit ? offset ?
      )
    ) as page on page.id = images.id
  )
) as blob) as json;
--   search images using covering index images_by_shelf (shelf=? and starred=?)
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search images using integer primary key (rowid=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/gallery/gallery.ts listImages (what a user may see of a board): A page of a list by its place.
select cast(json_object('total', coalesce(sum(images), 0), 'starred', coalesce(sum(images) filter (where starred),
  0)) as blob) as json
from image_counts
where shelf in (?) and image_category in (?) and board_id = ? and (user_id = ? or board_id in (
  select board_id
  from boards
  where user_id = ?
  union all
  select board_id
  from boards
  where board_visibility <> 'private'
  union all
  select board_id
  from board_grants
  where user_id = ?
));
select cast((
  select json_group_array(json_object('image_name', …) order by segment, created_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    inner join (
      select id, 0 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ? and board_id = ? and (images.user_id = ? or images.board_id in (
          select board_id
          from boards
          where user_id = ?
          union all
          select board_id
          from boards
          where board_visibility <> 'private'
          union all
          select board_id
          from board_grants
          where user_id = ?
        ))
        order by created_at desc, image_name desc
        limit ? offset ?
      )
      union all
      select id, 1 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ? and board_id = ? and (images.user_id = ? or images.board_id in (
          select board_id
          from boards
          where user_id = ?
          union all
          select board_id
          from boards
          where board_visibility <> 'private'
          union all
          select board_id
          from board_grants
          where user_id = ?
        ))
        order by created_at desc, image_name desc
        limit ? offset ?
      )
    ) as page on page.id = images.id
  )
) as blob) as json;
--   search images using covering index images_by_board (board_id=? and shelf=? and starred=?)
--   search boards using index boards_by_owner (user_id=?)
--   scan boards using index boards_open
--   search board_grants using covering index board_grants_by_user (user_id=?)
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search images using integer primary key (rowid=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/gallery/gallery.ts listImages (a search): A page of a list by its place.
with matches as materialized (
  select images.id, starred, created_at, image_name
  from (
    select rowid as id
    from image_search
    where image_search match ?
  ) as found
  cross join images
  where images.id = found.id and shelf in (?) and image_category in (?) and starred in (?, ?)
) select cast(json_object('items', json((
  select json_group_array(json_object('image_name', …) order by segment, created_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    inner join (
      select id, 1 - starred as segment
      from matches
      order by starred desc, created_at desc, image_name desc
      limit ? offset ?
    ) as page on page.id = images.id
  )
)), 'total', (
  select count(*)
  from matches
)) as blob) as json;
--   scan image_search virtual table index 0:m1
--   search images using integer primary key (rowid=?)
--   scan matches
--   use temp b-tree for order by
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/gallery/gallery.ts listImages (a search of two letters, on no board): A page of a list by its place.
with matches as materialized (
  select images.id, starred, created_at, image_name
  from (
    select image_id as id
    from image_metadata
    where instr(lower(metadata), lower(?)) > 0
  ) as found
  cross join images
  where images.id = found.id and shelf in (?) and image_category in (?) and starred in (?, ?) and board_id is null
) select cast(json_object('items', json((
  select json_group_array(json_object('image_name', …) order by segment, created_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    inner join (
      select id, 1 - starred as segment
      from matches
      order by starred desc, created_at desc, image_name desc
      limit ? offset ?
    ) as page on page.id = images.id
  )
)), 'total', (
  select count(*)
  from matches
)) as blob) as json;
--   scan image_metadata
--   search images using integer primary key (rowid=?)
--   scan matches
--   use temp b-tree for order by
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/gallery/gallery.ts listImagesAfter (counted): A page of a list behind a place, the first one without.
-- as listImages
select cast((
  select json_group_array(json_object('image_name', …) order by segment, created_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    inner join ((
      select id, 0 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ? and (created_at, image_name) < (?, ?)
        order by created_at desc, image_name desc
        limit ? offset ?
      )
      union all
      select id, 1 as segment
      from (
        select images.id, starred, created_at, image_name
        from images
        where shelf = ? and starred = ?
        order by created_at desc, image_name desc
        limit ? offset ?
      )
      limit ?
    )) as page on page.id = images.id
  )
) as blob) as json;
--   search images using covering index images_by_shelf (shelf=? and starred=? and (created_at,image_name)<(?,?))
--   search images using covering index images_by_shelf (shelf=? and starred=?)
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search images using integer primary key (rowid=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/gallery/gallery.ts readImageNames (counted): All names of a list, in order, as JSON ready to be sent:  - `image_names`, `item_names`  `{<form>: [name], starred_count, total_count}` - `items`                      the same with `{kind: 'image', name}` for each - `names`                      the bare list
select cast(json_object('image_names', json_group_array(image_name), 'starred_count', coalesce(sum(starred),
  0), 'total_count', count(*)) as blob) as json
from (
  select image_name, starred
  from (
    select images.id, starred, created_at, image_name
    from images
    where shelf = ? and starred = ?
    order by created_at desc, image_name desc
    limit ? offset ?
  )
  union all
  select image_name, starred
  from (
    select images.id, starred, created_at, image_name
    from images
    where shelf = ? and starred = ?
    order by created_at desc, image_name desc
    limit ? offset ?
  )
) as listed;
--   search images using covering index images_by_shelf (shelf=? and starred=?)
--   scan listed

-- data/gallery/gallery.ts readImageNames (a search): All names of a list, in order, as JSON ready to be sent:  - `image_names`, `item_names`  `{<form>: [name], starred_count, total_count}` - `items`                      the same with `{kind: 'image', name}` for each - `names`                      the bare list
select cast(json_object('items', json_group_array(json_object('kind', 'image', 'name', image_name)),
  'starred_count', coalesce(sum(starred), 0), 'total_count', count(*)) as blob) as json
from (
  select image_name, starred
  from (
    select images.id, starred, created_at, image_name
    from (
      select rowid as id
      from image_search
      where image_search match ?
    ) as found
    cross join images
    where images.id = found.id and shelf in (?) and image_category in (?) and starred in (?, ?)
  )
  order by starred desc, created_at desc, image_name desc
  limit -1
) as listed;
--   scan image_search virtual table index 0:m1
--   search images using integer primary key (rowid=?)
--   use temp b-tree for order by
--   scan listed

-- data/gallery/gallery.ts listGalleryDays: The days on which images were made that are not intermediate, newest first.
select cast(json_group_array(json_object('date', date, 'image_count', image_count, 'asset_count', asset_count,
  'cover_image_name', cover_image_name) order by date desc) as blob) as json
from (
  select substr(created_at, 1, 10) as date, sum(shelf = 'images') as image_count, sum(shelf = 'assets') as asset_count,
    substr(max(created_at || image_name), 24) as cover_image_name
  from (
    select images.id, starred, created_at, image_name, shelf
    from images
    where shelf in (?, ?) and starred in (?, ?)
  ) as shown
  group by date
) as days;
--   search images using covering index images_by_shelf (shelf=? and starred=?)
--   use temp b-tree for group by
--   use temp b-tree for json_group_array(order by)
--   scan days

-- data/gallery/trash.ts listTrash (own ones): A page of the trash: the images that the user owns, whoever deleted them, or everybody's; the last deleted first.
select cast(json_object('items', json((
  select json_group_array(json_object('image_name', …) order by deleted_at desc, image_name desc)
  from (
    select images.image_name, images.user_id, users.display_name as owner_display_name, images.board_id,
      boards.user_id as board_user_id, boards.board_visibility, board_grants.permission as viewer_permission,
      images.image_origin, images.image_category, images.width, images.height, images.session_id, images.node_id,
      images.is_intermediate, images.starred, images.has_workflow, images.image_subfolder, images.created_at,
      images.updated_at, images.deleted_at, images.placeholder
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    where images.deleted_at is not null and images.user_id = ?
    order by images.deleted_at desc, images.image_name desc
    limit ? offset ?
  )
)), 'total', (
  select coalesce(sum(images), 0) as total
  from image_counts
  where shelf = ? and user_id = ?
)) as blob) as json;
--   search images using index images_trash (user_id=? and deleted_at>?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join
--   use temp b-tree for json_group_array(order by)
--   search image_counts using index image_counts_by_owner (user_id=?)

-- data/gallery/trash.ts listTrash (everybody’s): A page of the trash: the images that the user owns, whoever deleted them, or everybody's; the last deleted first.
select cast(json_object('items', json((
  select json_group_array(json_object('image_name', …) order by deleted_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    where images.deleted_at is not null and images.shelf = ?
    order by images.deleted_at desc, images.image_name desc
    limit ? offset ?
  )
)), 'total', (
  select coalesce(sum(images), 0) as total
  from image_counts
  where shelf = ?
)) as blob) as json;
--   search images using index images_by_shelf (shelf=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join
--   use temp b-tree for order by
--   use temp b-tree for json_group_array(order by)
--   scan image_counts

-- data/gallery/trash.ts listTrash (what is open): A page of the trash: the images that the user owns, whoever deleted them, or everybody's; the last deleted first.
select cast(json_object('items', json((
  select json_group_array(json_object('image_name', …) order by deleted_at desc, image_name desc)
  from (
    select images.image_name, …
    from images
    left join users on users.user_id = images.user_id
    left join boards on boards.board_id = images.board_id
    left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
    where images.deleted_at is not null and images.user_id not in (
      select value
      from json_each(?)
    ) and images.shelf = ?
    order by images.deleted_at desc, images.image_name desc
    limit ? offset ?
  )
)), 'total', (
  select coalesce(sum(images), 0) as total
  from image_counts
  where shelf = ? and user_id not in (
    select value
    from json_each(?)
  )
)) as blob) as json;
--   search images using index images_by_shelf (shelf=?)
--   scan json_each virtual table index 1:
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join
--   use temp b-tree for order by
--   use temp b-tree for json_group_array(order by)
--   scan image_counts

-- data/repositories/account-openings.ts createAccountOpening: Stores an opening.
insert into users (user_id, email, email_folded, password_hash) values (?, ?, ?, ?);
insert into account_openings (opening_id, user_id, admin_id, reason, until) values (?, ?, ?, ?, ?);

-- data/repositories/account-openings.ts raiseNotice: Adds to what a notice tells that its owner has not taken note of.
update account_openings
set amount = amount + ?, opened_at = now, until = now
where user_id = ? and admin_id = ? and kind = ? and what = ? and noted_at is null;

-- data/repositories/account-openings.ts findAccountOpening: An opening by its id.
select account_openings.*, users.display_name as user_display_name
from account_openings
left join users on users.user_id = account_openings.user_id
where opening_id = ?;

-- data/repositories/account-openings.ts listOpenAccounts: The openings that are not over, newest first.
select account_openings.*, users.display_name as user_display_name
from account_openings
left join users on users.user_id = account_openings.user_id
where kind = ? and closed_at is null and until > now
order by opened_at desc, opening_id;

-- data/repositories/account-openings.ts listUsersWithNews: The accounts that have been told something and have not taken note of it.
select distinct user_id from account_openings where noted_at is null;

-- data/repositories/account-openings.ts listOpeningsOf: All openings of an account, newest first.
select account_openings.*, users.display_name as user_display_name
from account_openings
left join users on users.user_id = account_openings.user_id
where account_openings.user_id = ?
order by opened_at desc, opening_id;

-- data/repositories/account-openings.ts closeAccountOpening: Ends an opening before its time.
update account_openings set closed_at = now where opening_id = ?;

-- data/repositories/account-openings.ts noteAccountOpening: Notes that the owner of an account has read of an opening; of anything else, of all of the same kind and by the same hand that was stored until then too: a script may pack every night.
update account_openings
set noted_at = now
where user_id = ? and admin_id = ? and kind = ? and what is null and noted_at is null and rowid <= (
  select rowid
  from account_openings
  where opening_id = ?
);

-- data/repositories/account-openings.ts listAccountsAsOpened: Every account but the administrator's own, with the moment until which it is open to them; null where it is closed.
select users.user_id, max(until) as until
from users
left join account_openings on account_openings.user_id = users.user_id and account_openings.admin_id = ? and account_openings.kind = ? and account_openings.closed_at is null and account_openings.until > now
where users.user_id <> ?
group by users.user_id;

-- data/repositories/account-use.ts listAccountUse: All accounts of people with what they have and do, newest first.
select cast(json_group_array(json_object('user_id', user_id, 'email', email, 'display_name', display_name,
  'is_admin', is_admin, 'is_active', is_active, 'created_at', created_at, 'updated_at', updated_at, 'last_login_at',
  last_login_at, 'image_count', image_count, 'board_count', board_count, 'storage_bytes', storage_bytes,
  'session_count', session_count, 'api_key_count', api_key_count, 'pending_count', pending_count) order by created_at desc,
  user_id) as blob) as json
from (
  select user_id, email, display_name, is_admin, is_active, created_at, updated_at, last_login_at, (
    select coalesce(sum(images), 0)
    from image_counts
    where image_counts.user_id = users.user_id and shelf in ('images', 'assets')
  ) as image_count, (
    select count(*)
    from boards
    where boards.user_id = users.user_id
  ) as board_count, (
    select coalesce(sum(size_bytes), 0)
    from images
    where images.user_id = users.user_id and size_bytes is not null
  ) as storage_bytes, (
    select count(*)
    from user_sessions
    where user_sessions.user_id = users.user_id and expires_at > now
  ) as session_count, (
    select count(*)
    from api_keys
    where api_keys.user_id = users.user_id and (expires_at is null or expires_at > now)
  ) as api_key_count, (
    select coalesce(sum(pending), 0)
    from queue_users
    where queue_users.user_id = users.user_id
  ) as pending_count
  from users
  where user_id <> ?
) as accounts;
--   use temp b-tree for json_group_array(order by)
--   scan users
--   search image_counts using index image_counts_by_owner (user_id=?)
--   search boards using covering index boards_by_owner (user_id=?)
--   search images using covering index images_by_owner_size (user_id=? and size_bytes>?)
--   search user_sessions using index user_sessions_by_user (user_id=?)
--   search api_keys using index api_keys_by_user (user_id=?)
--   scan queue_users

-- data/repositories/images.ts createImage: Stores an image whose files are in place.
insert into images (image_name, user_id, board_id, image_origin, image_category, width, height, shelf)
values (?, ?, ?, ?, ?, ?, ?, iif(?, 'intermediate_', '') || iif(? = 'general', 'images', 'assets'))
returning id;
--   search transfer_neighbours using covering index transfer_neighbours_by_image (image_id=?)
--   search transfer_images using index transfer_images_by_image (image_id=?)
--   search image_metadata using integer primary key (rowid=?)
insert into image_metadata (image_id, metadata) values (?, ?);

-- data/repositories/images.ts createImages: Stores many images in two statements, for imports.
insert into images (image_name, user_id, board_id, image_origin, image_category, width, height, session_id,
  node_id, is_intermediate, starred, has_workflow, image_subfolder, created_at, updated_at, placeholder,
  shelf) select *, iif(is_intermediate, 'intermediate_', '') || iif(image_category = 'general', 'images',
  'assets')
from (
  select value ->> 'image_name' as image_name, value ->> 'user_id' as user_id, value ->> 'board_id' as board_id,
    value ->> 'image_origin' as image_origin, value ->> 'image_category' as image_category, value ->> 'width' as width,
    value ->> 'height' as height, value ->> 'session_id' as session_id, value ->> 'node_id' as node_id,
    value ->> 'is_intermediate' as is_intermediate, value ->> 'starred' as starred, value ->> 'has_workflow' as has_workflow,
    value ->> 'image_subfolder' as image_subfolder, value ->> 'created_at' as created_at, value ->> 'updated_at' as updated_at,
    value ->> 'placeholder' as placeholder
  from json_each(?)
);
--   scan json_each virtual table index 1:
--   search transfer_neighbours using covering index transfer_neighbours_by_image (image_id=?)
--   search transfer_images using index transfer_images_by_image (image_id=?)
--   search image_metadata using integer primary key (rowid=?)
insert into image_metadata (image_id, metadata) select images.id, value ->> 'metadata'
from json_each(?)
join images on images.image_name = value ->> 'image_name'
where value ->> 'metadata' is not null;
--   scan json_each virtual table index 1:
--   search images using covering index sqlite_autoindex_images_1 (image_name=?)

-- data/repositories/images.ts findImage: An image that is not in the trash.
select images.image_name, …
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name = ? and images.deleted_at is null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/repositories/images.ts findImages: Those of the images that are there and not in the trash, in the order of the names, each once.
select images.image_name, …
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name in (
  select value
  from json_each(?)
) and images.deleted_at is null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/repositories/images.ts findTrashedImages: Those of the images that are in the trash, in the order of the names, each once.
select images.image_name, …
from images
left join users on users.user_id = images.user_id
left join boards on boards.board_id = images.board_id
left join board_grants on board_grants.board_id = images.board_id and board_grants.user_id = ?
where images.image_name in (
  select value
  from json_each(?)
) and images.deleted_at is not null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search boards using index sqlite_autoindex_boards_1 (board_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join

-- data/repositories/images.ts findImageMetadata: Metadata of an image as JSON text; null when it has none.
select metadata
from images
inner join image_metadata on image_metadata.image_id = images.id
where image_name = ? and deleted_at is null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   search image_metadata using integer primary key (rowid=?)

-- data/repositories/images.ts findUnknownImages: Those of the names that no image bears, not even in the trash.
select value from json_each(?) where value not in (select image_name from images);

-- data/repositories/images.ts updateImage: Changes an image that is not in the trash; what is left out stays.
update images
set is_intermediate = ?, shelf = iif(?, 'intermediate_', '') || iif(image_category = 'general', 'images',
  'assets'), updated_at = now
where image_name = ? and deleted_at is null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)

-- data/repositories/images.ts starImages: Gives or takes the star; answers those of the images that had it otherwise.
update images
set starred = ?, updated_at = now
where image_name in (
  select value
  from json_each(?)
) and deleted_at is null and starred = ?
returning image_name, user_id, board_id;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:

-- data/repositories/images.ts moveImages: Puts the images on a board, or on none; answers those that lay elsewhere, with the board on which they lay.
select image_name, user_id, board_id
from images
where image_name in (
  select value
  from json_each(?)
) and deleted_at is null and board_id is not null;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
update images set board_id = ?, updated_at = now where image_name in (select value from json_each(?));
--   search images using covering index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:

-- data/repositories/images.ts trashImages: Puts the images into the trash; answers those that were not in it.
update images
set deleted_at = now, shelf = ?, updated_at = now
where image_name in (
  select value
  from json_each(?)
) and deleted_at is null
returning image_name, user_id, board_id;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:

-- data/repositories/images.ts restoreImages: Takes the images out of the trash, with star, metadata and board as they were; answers those that were in it.
update images
set deleted_at = ?, lost_at = ?, shelf = iif(is_intermediate, 'intermediate_', '') || iif(image_category = 'general',
  'images', 'assets'), updated_at = now
where image_name in (
  select value
  from json_each(?)
) and deleted_at is not null
returning image_name, user_id, board_id;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:

-- data/repositories/images.ts purgeImages: Removes the images for good, in the trash or not, or only those that are in it, and notes that their files are to go.
delete from images where image_name in (select value from json_each(?)) returning image_name, image_subfolder;
--   search images using covering index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
--   search transfer_neighbours using covering index transfer_neighbours_by_image (image_id=?)
--   search transfer_images using index transfer_images_by_image (image_id=?)
--   search image_metadata using integer primary key (rowid=?)
insert into file_removals (image_name, image_subfolder) select value ->> 'image_name', value ->> 'image_subfolder'
from json_each(?)
where true
on conflict do nothing;

-- data/repositories/images.ts listImagePlaces: Where the files of all images lie, those in the trash too, in order.
select image_name, image_subfolder, deleted_at from images order by image_name;
--   scan images using index sqlite_autoindex_images_1

-- data/repositories/images.ts listNewestPlaces: Where the files of the newest images lie that are not in the trash.
select image_name, image_subfolder from images where deleted_at is null order by id desc limit ?;
--   scan images

-- data/repositories/images.ts listLostPlaces: Where the files of images would lie that are in the trash because their pictures were gone.
select image_name, image_subfolder from images where lost_at > ?;
--   search images using index images_lost (lost_at>?)

-- data/repositories/images.ts countShelves: How many images each list has, from the counts that triggers keep.
select shelf, sum(images) as images from image_counts group by shelf order by shelf;

-- data/repositories/images.ts listFileRemovals: Images whose rows are gone and whose files may not be.
select * from file_removals;

-- data/repositories/images.ts forgetFileRemovals: Notes that the files of these images are gone.
delete from file_removals where image_name in (select value from json_each(?));

-- data/repositories/images.ts listTrashOf: Names of images of an owner that went into the trash before a moment, the oldest first.
select image_name from images where user_id = ? and deleted_at <= ? order by deleted_at limit ?;
--   search images using covering index images_trash (user_id=? and deleted_at<?)

-- data/repositories/images.ts listUnmeasured: Where files lie of which nobody knows how large they are.
select image_name, image_subfolder from images where size_bytes is null order by id limit ?;
--   search images using index images_unmeasured (size_bytes=?)

-- data/repositories/images.ts noteSizes: Notes how large the files of images are.
update images
set size_bytes = size
from (
  select value ->> 'image_name' as name, value ->> 'size_bytes' as size
  from json_each(?)
) as measured
where image_name = name;
--   scan json_each virtual table index 1:
--   search images using covering index sqlite_autoindex_images_1 (image_name=?)

-- data/repositories/images.ts listExpiredTrash: Names of images that went into the trash before a moment, the oldest first.
select image_name from images where deleted_at < ? order by deleted_at limit ?;
--   search images using index images_trash_by_age (deleted_at<?)

-- data/repositories/boards.ts createBoard: Stores a board.
insert into boards (board_id, board_name, user_id) values (?, ?, ?);

-- data/repositories/boards.ts findBoardIds: Ids of the boards of an account that have this id, else this name.
select board_id from boards where user_id = ? and (board_id = ? or board_name = ?);

-- data/repositories/boards.ts findBoard: A board by its id.
select boards.board_id, boards.board_name, boards.user_id, users.display_name as owner_display_name,
  boards.board_visibility, board_grants.permission as viewer_permission, boards.archived, boards.created_at,
  boards.updated_at, (
  select coalesce(sum(images), 0)
  from image_counts
  where board_id = boards.board_id and shelf = 'images'
) as image_count, (
  select coalesce(sum(images), 0)
  from image_counts
  where board_id = boards.board_id and shelf = 'assets'
) as asset_count, coalesce((
  select image_name
  from images
  where image_name = boards.cover_image_name and board_id = boards.board_id and shelf in ('images', 'assets')
), (
  select image_name
  from (
    select *
    from (
      select image_name, starred, created_at
      from images
      where board_id = boards.board_id and shelf = 'images'
      order by starred desc, created_at desc, image_name desc
      limit 1
    )
    union all
    select *
    from (
      select image_name, starred, created_at
      from images
      where board_id = boards.board_id and shelf = 'assets'
      order by starred desc, created_at desc, image_name desc
      limit 1
    )
  )
  order by starred desc, created_at desc, image_name desc
  limit 1
)) as cover_image_name, (
  select count(*)
  from board_grants
  where board_id = boards.board_id
) as grant_count, (
  select count(*)
  from board_links
  where board_id = boards.board_id and (expires_at is null or expires_at > now)
) as link_count
from boards
left join users on users.user_id = boards.user_id
left join board_grants on board_grants.board_id = boards.board_id and board_grants.user_id = ?
where boards.board_id = ?;
--   search boards using index sqlite_autoindex_boards_1 (board_id=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join
--   search image_counts using primary key (board_id=?)
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   search images using covering index images_by_board (board_id=? and shelf=?)
--   use temp b-tree for order by
--   search board_grants using primary key (board_id=?)
--   search board_links using index board_links_by_board (board_id=?)

-- data/repositories/boards.ts listBoards: The boards of a list from `offset` on, and how many it has.
with listed as (
  select boards.board_id as listed_id, boards.board_name, boards.created_at
  from boards
  where archived = ? and board_id in (
    select board_id
    from boards
    where user_id = ?
    union all
    select board_id
    from boards
    where board_visibility <> 'private'
    union all
    select board_id
    from board_grants
    where user_id = ?
  )
) select cast(json_object('items', json((
  select json_group_array(json_object('board_id', board_id, 'board_name', board_name, 'user_id', user_id,
    'owner_display_name', owner_display_name, 'board_visibility', board_visibility, 'viewer_permission',
    viewer_permission, 'archived', archived, 'created_at', created_at, 'updated_at', updated_at, 'image_count',
    image_count, 'asset_count', asset_count, 'cover_image_name', cover_image_name, 'grant_count', grant_count,
    'link_count', link_count) order by board_name collate nocase asc, listed_id)
  from (
    select boards.board_id, …, (
      select coalesce(sum(images), 0)
      from image_counts
      where board_id = boards.board_id and shelf = 'images'
    ) as image_count, (
      select coalesce(sum(images), 0)
      from image_counts
      where board_id = boards.board_id and shelf = 'assets'
    ) as asset_count, coalesce((
      select image_name
      from images
      where image_name = boards.cover_image_name and board_id = boards.board_id and shelf in ('images',
        'assets')
    ), (
      select image_name
      from (
        select *
        from (
          select image_name, starred, created_at
          from images
          where board_id = boards.board_id and shelf = 'images'
          order by starred desc, created_at desc, image_name desc
          limit 1
        )
        union all
        select *
        from (
          select image_name, starred, created_at
          from images
          where board_id = boards.board_id and shelf = 'assets'
          order by starred desc, created_at desc, image_name desc
          limit 1
        )
      )
      order by starred desc, created_at desc, image_name desc
      limit 1
    )) as cover_image_name, (
      select count(*)
      from board_grants
      where board_id = boards.board_id
    ) as grant_count, (
      select count(*)
      from board_links
      where board_id = boards.board_id and (expires_at is null or expires_at > now)
    ) as link_count, listed_id
    from boards
    left join users on users.user_id = boards.user_id
    left join board_grants on board_grants.board_id = boards.board_id and board_grants.user_id = ?
    inner join (
      select *
      from listed
      order by board_name collate nocase asc, listed_id
      limit ? offset ?
    ) as page on page.listed_id = boards.board_id
  )
)), 'total', (
  select count(*)
  from listed
)) as blob) as json;
--   search boards using index sqlite_autoindex_boards_1 (board_id=?)
--   search boards using index boards_by_owner (user_id=?)
--   scan boards using index boards_open
--   search board_grants using covering index board_grants_by_user (user_id=?)
--   use temp b-tree for order by
--   use temp b-tree for json_group_array(order by)
--   scan page
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search board_grants using primary key (board_id=? and user_id=?) left-join
--   search image_counts using primary key (board_id=?)
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   search images using covering index images_by_board (board_id=? and shelf=?)
--   search board_grants using primary key (board_id=?)
--   search board_links using index board_links_by_board (board_id=?)

-- data/repositories/boards.ts listBoardViewers: Those who may see the boards: owners, those to whom they are granted, and everybody where a board is shared or public.
select board_id, iif(board_visibility = 'private', user_id, null) as user_id
from boards
where board_id in (
  select value
  from json_each(?)
)
union all
select board_id, user_id
from board_grants
where board_id in (
  select value
  from json_each(?)
);

-- data/repositories/boards.ts updateBoard: Changes a board; what is left out stays.
update boards set board_name = ?, updated_at = now where board_id = ?;

-- data/repositories/boards.ts deleteBoard: Deletes a board.
delete from boards where board_id = ?;
--   search boards using index sqlite_autoindex_boards_1 (board_id=?)
--   search board_links using covering index board_links_by_board (board_id=?)
--   search images using covering index images_by_board (board_id=?)
--   search board_grants using primary key (board_id=?)

-- data/repositories/board-grants.ts saveBoardGrant: Grants a board; a grant to the same account becomes this one, and keeps its place in the list.
insert into board_grants (board_id, user_id, permission, granted_by)
values (?, ?, ?, ?)
on conflict (board_id, user_id) do update
set permission = ?, granted_by = ?;

-- data/repositories/board-grants.ts listBoardGrants: The grants of a board, oldest first; one to whom the board belongs by now is none.
select board_grants.user_id, users.display_name, board_grants.permission, board_grants.granted_by, granters.display_name as granted_by_name,
  board_grants.created_at, boards.user_id as owner_id
from board_grants
inner join users on users.user_id = board_grants.user_id
inner join boards on boards.board_id = board_grants.board_id
left join users as granters on granters.user_id = board_grants.granted_by
where board_grants.board_id = ? and boards.user_id <> board_grants.user_id
order by board_grants.created_at, board_grants.user_id;

-- data/repositories/board-grants.ts deleteBoardGrant: Takes a grant back; answers whether there was one.
delete from board_grants where board_id = ? and user_id = ? returning user_id;

-- data/repositories/board-links.ts createBoardLink: Stores a link.
insert into board_links (id, board_id, token_hash, password_hash, expires_at) values (?, ?, ?, ?, ?) returning *;

-- data/repositories/board-links.ts listBoardLinks: The links of a board that are open, oldest first.
select board_links.*, makers.display_name as maker_name
from board_links
left join users as makers on makers.user_id = board_links.made_by
where board_id = ? and (expires_at is null or expires_at > now)
order by board_links.created_at, id;

-- data/repositories/board-links.ts findOpenLink: The open link of a token, by its hash, with the name of its board; none whose board's owner is gone or may not sign in, nor one whose maker may not.
select board_links.*, boards.board_name
from board_links
inner join boards on boards.board_id = board_links.board_id
inner join users on users.user_id = boards.user_id
left join users as makers on makers.user_id = board_links.made_by
where token_hash = ? and users.is_active = ? and (made_by is null or makers.is_active = ?) and (board_links.expires_at is null or board_links.expires_at > now);

-- data/repositories/board-links.ts deleteBoardLink: Closes a link of a board; answers whether it was there.
delete from board_links where board_id = ? and id = ? returning id;

-- data/repositories/board-links.ts deleteLinksMadeBy: Closes the links that somebody made to a board of somebody else; answers their ids.
delete from board_links where board_id = ? and made_by = ? returning id;

-- data/repositories/board-links.ts deleteLinksOfRole: Closes the links of somebody who administers no more, but for boards that they own or manage by a grant.
delete
from board_links
where made_by = ? and board_id not in (
  select board_id
  from boards
  where user_id = ?
) and board_id not in (
  select board_id
  from board_grants
  where user_id = ? and permission = ?
)
returning id, board_id;

-- data/repositories/board-links.ts deleteExpiredBoardLinks: Forgets the links whose end has come.
delete from board_links where expires_at <= now;

-- data/repositories/workflows.ts createWorkflow: Stores a workflow.
insert into workflows (workflow_id, user_id, name, description, category, tags, workflow) values (?, ?, ?, ?, ?, ?, ?);
delete from workflow_tags where workflow_id = ?;
insert into workflow_tags (workflow_id, tag) values (?, ?), (?, ?);

-- data/repositories/workflows.ts findWorkflow: A workflow by its id.
select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name,
  workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail,
  workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at, workflows.workflow
from workflows
left join users on users.user_id = workflows.user_id
left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
where workflows.workflow_id = ?;

-- data/repositories/workflows.ts updateWorkflow: Changes a workflow; what is left out stays.
update workflows set is_public = ?, updated_at = now where workflow_id = ?;

-- data/repositories/workflows.ts listUnjudgedWorkflows: Workflows of which it is not known whether others can call them.
select workflow_id, workflow from workflows where compatibility is null;

-- data/repositories/workflows.ts noteCompatibility: Notes whether others can call a workflow, as JSON text.
update workflows set compatibility = ? where workflow_id = ?;

-- data/repositories/workflows.ts markWorkflowThumbnail: Notes whether a workflow has a thumbnail, which is no change of the workflow.
update workflows set has_thumbnail = ? where workflow_id = ?;

-- data/repositories/workflows.ts markWorkflowOpened: Notes that the user has opened a workflow just now.
-- as createWorkflow
insert into workflow_openings (workflow_id, user_id)
values (?, ?)
on conflict (user_id, workflow_id) do update
set opened_at = now;

-- data/repositories/workflows.ts deleteWorkflows: Deletes workflows.
delete from workflows where workflow_id in (select value from json_each(?));

-- data/repositories/workflows.ts listDefaultWorkflowIds: Ids of the workflows that come with the program.
select workflow_id from workflows where category = ?;

-- data/repositories/workflows.ts listWorkflows: A part of a list of workflows, and how many it has.
with listed as (
  select workflows.workflow_id, workflows.user_id, users.display_name as owner_display_name, workflows.name,
    workflows.description, workflows.category, workflows.tags, workflows.is_public, workflows.has_thumbnail,
    workflows.compatibility, workflows.created_at, workflows.updated_at, workflow_openings.opened_at
  from workflows
  left join users on users.user_id = workflows.user_id
  left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
  where (workflows.user_id = ? or workflows.category = 'default') and exists (
    select 1
    from workflow_tags
    where workflow_tags.workflow_id = workflows.workflow_id and (instr(lower(workflow_tags.tag), lower(?)) > 0 or instr(lower(workflow_tags.tag),
      lower(?)) > 0)
  ) and (instr(lower(name), lower(?)) > 0 or instr(lower(description), lower(?)) > 0 or instr(lower(tags),
    lower(?)) > 0) and opened_at is not null
) select cast(json_object('items', json((
  select json_group_array(json_object('workflow_id', workflow_id, 'user_id', user_id, 'owner_display_name',
    owner_display_name, 'name', name, 'description', description, 'category', category, 'tags', tags,
    'is_public', is_public, 'has_thumbnail', has_thumbnail, 'compatibility', compatibility, 'created_at',
    created_at, 'updated_at', updated_at, 'opened_at', opened_at) order by name collate nocase asc, workflow_id)
  from (
    select *
    from listed
    order by name collate nocase asc, workflow_id
    limit ? offset ?
  )
)), 'total', (
  select count(*)
  from listed
)) as blob) as json;

-- data/repositories/workflows.ts listWorkflowTags: The tags of these workflows, in alphabetical order.
select cast(json_group_array(tag order by tag collate nocase, tag) as blob) as json
from (
  select distinct tag
  from workflow_tags
  inner join (
    select workflows.workflow_id, …
    from workflows
    left join users on users.user_id = workflows.user_id
    left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
    where workflows.category in (
      select value
      from json_each(?)
    )
  ) as listed on listed.workflow_id = workflow_tags.workflow_id
) as tags;

-- data/repositories/workflows.ts countWorkflowsByTag: How many of these workflows have a tag that contains each of the texts.
with listed as (
  select workflows.workflow_id, …
  from workflows
  left join users on users.user_id = workflows.user_id
  left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
) select cast(json_object(?, (
  select count(*)
  from listed
  where exists (
    select 1
    from workflow_tags
    where workflow_tags.workflow_id = listed.workflow_id and (instr(lower(workflow_tags.tag), lower(?)) > 0)
  )
)) as blob) as json;

-- data/repositories/workflows.ts countWorkflowsByCategory: How many of these workflows each of the categories has.
with listed as (
  select workflows.workflow_id, …
  from workflows
  left join users on users.user_id = workflows.user_id
  left join workflow_openings on workflow_openings.workflow_id = workflows.workflow_id and workflow_openings.user_id = ?
) select cast(json_object(?, (
  select count(*)
  from listed
  where category = ?
), ?, (
  select count(*)
  from listed
  where category = ?
)) as blob) as json;

-- data/repositories/style-presets.ts createStylePreset: Stores a style preset.
insert into style_presets (style_preset_id, user_id, name, positive_prompt, negative_prompt, type)
values (?, ?, ?, ?, ?, ?);

-- data/repositories/style-presets.ts findStylePreset: A style preset by its id.
select style_presets.*, users.display_name as owner_display_name
from style_presets
left join users on users.user_id = style_presets.user_id
where style_preset_id = ?;

-- data/repositories/style-presets.ts listStylePresets: Style presets by name, in any letter case; `visible` stands for own, public and default ones.
select style_presets.*, users.display_name as owner_display_name
from style_presets
left join users on users.user_id = style_presets.user_id
where (style_presets.user_id = ? or style_presets.is_public or style_presets.type = 'default')
order by lower(name), style_preset_id;

-- data/repositories/style-presets.ts listDefaultStylePresets: The style presets that come with the program.
select style_presets.*, users.display_name as owner_display_name
from style_presets
left join users on users.user_id = style_presets.user_id
where type = ?;

-- data/repositories/style-presets.ts updateStylePreset: Changes a style preset; what is left out stays.
update style_presets set name = ?, updated_at = now where style_preset_id = ?;

-- data/repositories/style-presets.ts deleteStylePresets: Deletes style presets.
delete from style_presets where style_preset_id in (select value from json_each(?));

-- data/repositories/system-prompts.ts createSystemPrompt: Stores a system prompt.
insert into system_prompts (system_prompt_id, user_id, name, content) values (?, ?, ?, ?);

-- data/repositories/system-prompts.ts findSystemPrompt: A system prompt by its id.
select system_prompts.*, users.display_name as owner_display_name
from system_prompts
left join users on users.user_id = system_prompts.user_id
where system_prompt_id = ?;

-- data/repositories/system-prompts.ts listSystemPrompts: System prompts by name, in any letter case; `visible` stands for own and public ones.
select system_prompts.*, users.display_name as owner_display_name
from system_prompts
left join users on users.user_id = system_prompts.user_id
where (system_prompts.user_id = ? or system_prompts.is_public)
order by lower(name), system_prompt_id;

-- data/repositories/system-prompts.ts updateSystemPrompt: Changes a system prompt; what is left out stays.
update system_prompts set name = ?, updated_at = now where system_prompt_id = ?;

-- data/repositories/system-prompts.ts deleteSystemPrompt: Deletes a system prompt.
delete from system_prompts where system_prompt_id = ?;

-- data/repositories/transfers.ts listContentIds (of boards): Ids of the things of one kind that a selection means; those that come with the program belong to nobody.
select board_id as id from boards where user_id = ? and created_at >= ? and created_at <= ? order by id;

-- data/repositories/transfers.ts countContentImages (of a span of time): How many images a selection means, without those in the trash.
select count(*) as images
from images
where images.user_id = ? and images.created_at >= ? and images.created_at <= ? and shelf <> ?;
--   search images using covering index images_by_owner_and_board (user_id=?)

-- data/repositories/transfers.ts countContentByOwner: What each owner has, by the id of the owner, who may be gone; images in the trash are not counted.
select user_id, sum(boards) as boards, sum(images) as images, sum(workflows) as workflows, sum(style_presets) as style_presets,
  sum(system_prompts) as system_prompts
from (
  select user_id, 0 as boards, images, 0 as workflows, 0 as style_presets, 0 as system_prompts
  from image_counts
  where shelf <> 'trash'
  union all
  select user_id, 1, 0, 0, 0, 0
  from boards
  union all
  select user_id, 0, 0, 1, 0, 0
  from workflows
  where category = 'user'
  union all
  select user_id, 0, 0, 0, 1, 0
  from style_presets
  where type = 'user'
  union all
  select user_id, 0, 0, 0, 0, 1
  from system_prompts
)
group by user_id
order by user_id;

-- data/repositories/transfers.ts ownsContent: Whether anything belongs to an account, be it gone; the trash counts.
select exists (
  select 1
  from images
  where user_id = ?
) or exists (
  select 1
  from boards
  where user_id = ?
) or exists (
  select 1
  from workflows
  where user_id = ?
) or exists (
  select 1
  from style_presets
  where user_id = ?
) or exists (
  select 1
  from system_prompts
  where user_id = ?
) as owns;
--   search images using covering index images_by_owner_and_board (user_id=?)
--   search boards using covering index boards_by_owner (user_id=?)
--   search workflows using covering index workflows_by_owner (user_id=?)
--   search style_presets using covering index style_presets_by_owner (user_id=?)
--   search system_prompts using covering index system_prompts_by_owner (user_id=?)

-- data/repositories/transfers.ts createTransfer: Stores that a hand-over has begun; it takes the images that are there by now.
insert into transfers (transfer_id, from_user_id, to_user_id, last_image_id)
values (?, ?, ?, (
  select coalesce(max(id), 0)
  from images
))
returning *;
--   search images
--   search transfer_links using primary key (transfer_id=?)
--   search transfer_grants using primary key (transfer_id=?)
--   search transfer_neighbours using primary key (transfer_id=?)
--   search transfer_things using primary key (transfer_id=?)
--   search transfer_images using primary key (transfer_id=?)

-- data/repositories/transfers.ts findTransfer: A hand-over by its id.
select * from transfers where transfer_id = ?;

-- data/repositories/transfers.ts isInTransfer: Whether content is on its way to an account or from it.
select transfer_id from transfers where state in ('moving', 'undoing') and (from_user_id = ? or to_user_id = ?) limit ?;

-- data/repositories/transfers.ts listUnfinishedTransfers: Ids of the hand-overs that are under way, or that a death has cut short.
select transfer_id from transfers where state in ('moving', 'undoing') order by created_at;

-- data/repositories/transfers.ts listTransfers: A page of all hand-overs, the latest first, and how many there are.
select transfers.*, coalesce(giver.display_name, giver.email) as from_name, coalesce(taker.display_name,
  taker.email) as to_name, boards.board_name, boards.user_id as board_user_id, boards.board_visibility,
  board_grants.permission as viewer_permission
from transfers
left join users as giver on giver.user_id = transfers.from_user_id
left join users as taker on taker.user_id = transfers.to_user_id
left join boards on boards.board_id = transfers.board_id
left join board_grants on board_grants.board_id = boards.board_id and board_grants.user_id = ?
order by transfers.created_at desc, transfers.transfer_id
limit ? offset ?;
select count(*) as total from transfers;

-- data/repositories/transfers.ts countNeighbours: How many images of others lie on boards of an account; those in the trash are not counted.
select count(*) as images
from images
where images.board_id in (
  select value
  from json_each(?)
) and +images.user_id <> ? and shelf <> ?;
--   search images using covering index images_by_board (board_id=?)
--   scan json_each virtual table index 1:

-- data/repositories/transfers.ts noteNeighbours: Remembers which images of others lie on boards that are about to be handed over.
-- as createTransfer
insert into transfer_neighbours (transfer_id, image_id) select ? as transfer_id, id
from images
where images.board_id in (
  select value
  from json_each(?)
) and +images.user_id <> ?;
--   search images using covering index images_by_board (board_id=?)
--   scan json_each virtual table index 1:

-- data/repositories/transfers.ts countNotedNeighbours: How many images of others lay on the boards of a hand-over, without those that are in the trash by now.
select count(*) as images
from transfer_neighbours
inner join images on images.id = transfer_neighbours.image_id
where transfer_id = ? and shelf <> ?;
--   search transfer_neighbours using primary key (transfer_id=?)
--   search images using integer primary key (rowid=?)

-- data/repositories/transfers.ts noteSharing: Remembers who may use boards that are about to be handed over, by grants and by links.
-- as createTransfer
insert into transfer_grants (transfer_id, board_id, user_id, permission) select ?, board_id, user_id,
  permission
from board_grants
where board_id in (
  select value
  from json_each(?)
);
insert into transfer_links (transfer_id, link_id) select ?, id
from board_links
where board_id in (
  select value
  from json_each(?)
);

-- data/repositories/transfers.ts clearSince: Takes off boards of a hand-over, which are about to go back, what others than the giver have put there since, and ends what was granted, raised, lowered or linked since: that was for the account that gives them back.
-- as createTransfer
update images
set board_id = null, updated_at = now
where board_id in (
  select value
  from json_each(?)
) and user_id <> ? and not exists (
  select 1
  from transfer_images
  where transfer_id = ? and image_id = images.id
) and not exists (
  select 1
  from transfer_neighbours
  where transfer_id = ? and image_id = images.id
)
returning shelf;
--   search images using covering index images_by_board (board_id=?)
--   scan json_each virtual table index 1:
--   search transfer_images using primary key (transfer_id=? and image_id=?)
--   search transfer_neighbours using primary key (transfer_id=? and image_id=?)
delete
from board_grants
where board_id in (
  select value
  from json_each(?)
) and not exists (
  select 1
  from transfer_grants as noted
  where noted.transfer_id = ? and noted.board_id = board_grants.board_id and noted.user_id = board_grants.user_id and noted.permission = board_grants.permission
);
delete
from board_links
where board_id in (
  select value
  from json_each(?)
) and id not in (
  select link_id
  from transfer_links
  where transfer_id = ?
);

-- data/repositories/transfers.ts updateTransfer: Changes a hand-over; what is left out stays.
update transfers set state = ? where transfer_id = ?;

-- data/repositories/transfers.ts handOverThings: Gives things of one kind to the account that a hand-over is for, and remembers them.
-- as createTransfer
insert into transfer_things (transfer_id, kind, thing_id, updated_at, visibility) select ?, ?, board_id,
  updated_at, board_visibility
from boards
where board_id in (
  select value
  from json_each(?)
);
update boards set user_id = ? where board_id in (select value from json_each(?));
update transfers set boards = ? where transfer_id = ?;

-- data/repositories/transfers.ts handOverImages (all): Gives some more images to the account that a hand-over is for, those in the trash too, and remembers them.
-- as createTransfer
update images
set user_id = ?
where id in (
  select id
  from images
  where images.user_id = ? and id <= ?
  limit ?
)
returning id, shelf;
--   search images using integer primary key (rowid=?)
--   search images using covering index images_by_owner_and_board (user_id=?)
insert into transfer_images (transfer_id, image_id, board_id) select ?, id, board_id
from images
where id in (
  select value
  from json_each(?)
);
--   search images using integer primary key (rowid=?)
--   scan json_each virtual table index 1:
update transfers set images = images + ? where transfer_id = ?;

-- data/repositories/transfers.ts listReturnable: Ids of the things of one kind that can go back: they still belong to the account that got them.
-- as createTransfer
select thing_id
from transfer_things as noted
join boards as given on given.board_id = noted.thing_id
where transfer_id = ? and kind = ? and given.user_id = ? and (? or noted.updated_at = given.updated_at);

-- data/repositories/transfers.ts giveBackThings: Gives things of one kind back to whom a hand-over took them from.
-- as createTransfer
update boards
set board_visibility = noted.visibility
from transfer_things as noted
where noted.transfer_id = ? and noted.kind = 'board' and noted.thing_id = boards.board_id and boards.board_id in (
  select value
  from json_each(?)
) and (boards.board_visibility = 'public' and noted.visibility <> 'public' or boards.board_visibility = 'shared' and noted.visibility = 'private');
-- as handOverThings

-- data/repositories/transfers.ts giveBackImages: Gives some more images back that still belong to the account that got them, and forgets them.
-- as createTransfer
select image_id from transfer_images where transfer_id = ? order by image_id limit ?;
--   search transfer_images using primary key (transfer_id=?)
update images
set user_id = ?, board_id = case when images.board_id is null or exists (
  select 1
  from boards
  where board_id = images.board_id and user_id = ?
) then images.board_id when exists (
  select 1
  from boards
  where board_id = noted.board_id and user_id = ?
) then noted.board_id when images.board_id = noted.board_id and not exists (
  select 1
  from transfer_things
  where transfer_id = ? and kind = 'board' and thing_id = noted.board_id
) then images.board_id end
from transfer_images as noted
where noted.transfer_id = ? and noted.image_id = images.id and images.id in (
  select value
  from json_each(?)
) and +images.user_id = ?
returning shelf;
--   search noted using primary key (transfer_id=? and image_id=?)
--   scan json_each virtual table index 1:
--   search images using integer primary key (rowid=?)
--   search boards using index sqlite_autoindex_boards_1 (board_id=?)
--   search transfer_things using primary key (transfer_id=? and kind=? and thing_id=?)
delete from transfer_images where transfer_id = ? and image_id in (select value from json_each(?));
--   search transfer_images using primary key (transfer_id=? and image_id=?)
--   scan json_each virtual table index 1:
update transfers set returned_images = returned_images + ? where transfer_id = ?;

-- data/repositories/transfers.ts forgetNotes: Forgets some more of what a hand-over remembers beside its images, for it does not come back again.
delete
from transfer_neighbours
where transfer_id = ? and image_id in (
  select image_id
  from transfer_neighbours
  where transfer_id = ?
  order by image_id
  limit ?
);
delete from transfer_things where transfer_id = ?;
delete from transfer_grants where transfer_id = ?;
delete from transfer_links where transfer_id = ?;

-- data/repositories/erasures.ts createErasure: Notes that the content of an account has to follow it, so that a death on the way is no hindrance.
insert into erasures (user_id) values (?) on conflict do nothing;

-- data/repositories/erasures.ts listErasures: Accounts whose content is on its way after them.
select user_id from erasures;

-- data/repositories/erasures.ts deleteErasure: Notes that nothing is left of an account.
delete from erasures where user_id = ?;

-- data/repositories/erasures.ts listImagesOfOwner: Names of some images of an account, of the trash too.
select image_name from images where user_id = ? limit ?;
--   search images using covering index images_by_owner_and_board (user_id=?)

-- data/repositories/erasures.ts clearBoardsOfOwner: Takes some images off the boards of an account; answers how many those were, fewer than `limit` when none is left.
update images
set board_id = null
where id in (
  select id
  from images
  where board_id in (
    select board_id
    from boards
    where user_id = ?
  )
  limit ?
);
--   search images using integer primary key (rowid=?)
--   search images using covering index images_by_board (board_id=?)
--   search boards using index boards_by_owner (user_id=?)

-- data/repositories/erasures.ts listOwnedFiles: Ids of what has files of its own beside images.
select workflow_id as id from workflows where user_id = ?;
select style_preset_id as id from style_presets where user_id = ?;
select bulk_download_item_name as id from bulk_downloads where (user_id = ? or exported_user_id = ?);

-- data/repositories/erasures.ts deleteOwned: Deletes all that belongs to an account but images and items of the queue.
delete from boards where user_id = ?;
--   search boards using covering index boards_by_owner (user_id=?)
--   search board_links using covering index board_links_by_board (board_id=?)
--   search images using covering index images_by_board (board_id=?)
--   search board_grants using primary key (board_id=?)
delete from workflows where user_id = ?;
delete from style_presets where user_id = ?;
delete from system_prompts where user_id = ?;
delete from workflow_openings where user_id = ?;
delete from client_state where user_id = ?;
delete from queue_users where user_id = ?;
delete from bulk_downloads where bulk_download_item_name in (select value from json_each(?));

-- data/repositories/exports.ts listNamesOfOwner: Names of all images of an account, the trash included, the oldest first.
select cast((
  select json_group_array(image_name order by created_at, image_name)
  from images
  where user_id = ?
) as blob) as json;
--   use temp b-tree for json_group_array(order by)
--   search images using covering index images_by_owner_and_board (user_id=?)

-- data/repositories/exports.ts findExportedImages: Those of the images that still belong to an account, as it takes them along.
select image_name, board_id, image_origin, image_category, width, height, session_id, node_id, is_intermediate,
  starred, has_workflow, image_subfolder, created_at, updated_at, deleted_at, metadata
from images
left join image_metadata on image_metadata.image_id = images.id
where image_name in (
  select value
  from json_each(?)
) and +images.user_id = ?
order by created_at, image_name;
--   search images using index sqlite_autoindex_images_1 (image_name=?)
--   scan json_each virtual table index 1:
--   search image_metadata using integer primary key (rowid=?) left-join
--   use temp b-tree for order by

-- data/repositories/exports.ts findExportedThings: What an account takes along beside images and workflows; texts of JSON as they are stored.
select * from boards where user_id = ? order by created_at;
select * from style_presets where type = ? and user_id = ? order by created_at;
select * from system_prompts where user_id = ? order by created_at;
select key, value from client_state where user_id = ? order by key;

-- data/repositories/exports.ts listWorkflowsOfOwner: Ids of the workflows of an account, the oldest first.
select workflow_id from workflows where category = ? and user_id = ? order by created_at, workflow_id;

-- data/repositories/exports.ts findExportedWorkflows: Those of the workflows that still belong to an account, as it takes them along.
select *
from workflows
where workflow_id in (
  select value
  from json_each(?)
) and +user_id = ?
order by created_at, workflow_id;

-- data/repositories/exports.ts listExports: Archives of all that somebody owns which one account has asked for, the latest first.
select *
from bulk_downloads
where user_id = ? and exported_user_id is not null
order by created_at desc, bulk_download_item_name;

-- data/repositories/client-state.ts findClientState: What is kept under a key.
select value, version from client_state where user_id = ? and key = ?;

-- data/repositories/client-state.ts saveClientState: Keeps a text under a key, in place of any other; answers its version.
replace into client_state (user_id, key, value) values (?, ?, ?) returning version;

-- data/repositories/client-state.ts replaceClientState: Keeps a text under a key if what is there is of this version; else answers what is there, undefined when nothing is.
-- as findClientState

-- data/repositories/client-state.ts listClientStateKeys: The keys that begin with these letters, the latest written first.
select key from client_state where user_id = ? and substr(key, 1, length(?)) = ? order by version desc;

-- data/repositories/client-state.ts deleteClientState: Forgets a key, or all keys of the user.
delete from client_state where user_id = ? and key = ?;

-- data/repositories/models.ts createModel: Stores a model.
insert into models (key, config) values (?, ?);

-- data/repositories/models.ts findModel: A model by its key.
select key, config, has_cover, created_at, updated_at from models where key = ?;

-- data/repositories/models.ts findModels: Those of the models that are there.
select key, config, has_cover, created_at, updated_at from models where key in (select value from json_each(?));

-- data/repositories/models.ts findModelByPath: A model by its path, as records write it.
select key, config, has_cover, created_at, updated_at from models where path = ?;

-- data/repositories/models.ts listModels (some bases of a type): Models in order.
select key, config, has_cover, created_at, updated_at
from models
where base in (
  select value
  from json_each(?)
) and type = ?
order by type asc, base asc, name collate nocase asc, format asc, name collate nocase, key;

-- data/repositories/models.ts listModels (by name and size): Models in order.
select key, config, has_cover, created_at, updated_at
from models
where name = ?
order by file_size desc, name collate nocase, key;

-- data/repositories/models.ts updateModel: Replaces the record of a model.
update models set config = ?, updated_at = now where key = ?;

-- data/repositories/models.ts markModelCover: Notes whether a model has a cover, which is no change of its record.
update models set has_cover = ? where key = ?;

-- data/repositories/models.ts deleteModel: Deletes a model with its relationships.
delete from models where key = ?;

-- data/repositories/model-relationships.ts createModelRelationship: Relates two models to one another.
insert into model_relationships (model_key_1, model_key_2) values (?, ?);

-- data/repositories/model-relationships.ts deleteModelRelationship: Ends the relationship of two models; false when there was none.
delete from model_relationships where model_key_1 = ? and model_key_2 = ?;

-- data/repositories/model-relationships.ts listRelatedModels: Keys of the models that are related to any of these, each once, in order.
select model_key_2 as key
from model_relationships
where model_key_1 in (
  select value
  from json_each(?)
)
union
select model_key_1
from model_relationships
where model_key_2 in (
  select value
  from json_each(?)
)
order by key;

-- data/repositories/users.ts createUser: Stores an account.
-- as createAccountOpening

-- data/repositories/users.ts findUser: An account by its id; `system` is one.
select * from users where user_id = ?;

-- data/repositories/users.ts findUserByEmail: An account by its address.
select * from users where email_folded = ?;

-- data/repositories/users.ts listUsers: All accounts of people, newest first.
select * from users where user_id <> ? order by created_at desc, user_id;

-- data/repositories/users.ts hasAdministrator: Whether somebody can administer the server, be it without the account named.
select user_id from users where is_admin = ? and is_active = ? and user_id <> ? limit ?;

-- data/repositories/users.ts updateUser: Changes an account and answers it; undefined when it is gone.
update users set display_name = ?, updated_at = now where user_id = ? returning *;

-- data/repositories/users.ts noteLogin: Remembers that somebody has signed in; the account counts as unchanged.
update users set last_login_at = now where user_id = ?;

-- data/repositories/users.ts deleteUser: Takes an account away, with its sign-ins, its grants and what its pages keep.
-- as deleteOwned
delete from users where user_id = ?;

-- data/repositories/user-sessions.ts createUserSession: Stores a sign-in.
insert into user_sessions (session_id, user_id, address, user_agent, expires_at) values (?, ?, ?, ?, ?) returning *;

-- data/repositories/user-sessions.ts findSignedIn: A sign-in that has not run out, with its account.
select user_sessions.*, users.display_name, users.is_admin, users.is_active
from user_sessions
inner join users on users.user_id = user_sessions.user_id
where session_id = ? and expires_at > now;

-- data/repositories/user-sessions.ts findUserSession: A sign-in, be it of whomever.
select * from user_sessions where session_id = ?;

-- data/repositories/user-sessions.ts listUserSessions: The sign-ins of an account that have not run out, newest first.
select * from user_sessions where user_id = ? and expires_at > now order by created_at desc, session_id;

-- data/repositories/user-sessions.ts touchUserSession: Remembers that a sign-in is in use.
update user_sessions set last_used_at = now where session_id = ?;

-- data/repositories/user-sessions.ts extendUserSession: Lets a sign-in last until then; undefined when it has ended, or when tokens of that epoch count no more.
update user_sessions set expires_at = ? where session_id = ? and token_epoch = ? returning *;

-- data/repositories/user-sessions.ts outdateTokens: Refuses the tokens of a sign-in from now on, but for new ones.
update user_sessions set token_epoch = token_epoch + ? where session_id = ?;

-- data/repositories/user-sessions.ts deleteUserSession: Ends a sign-in.
delete from user_sessions where session_id = ?;

-- data/repositories/user-sessions.ts deleteUserSessions: Ends the sign-ins of an account, but for one.
delete from user_sessions where user_id = ? and session_id <> ?;

-- data/repositories/user-sessions.ts deleteAllUserSessions: Ends every sign-in.
delete from user_sessions;

-- data/repositories/user-sessions.ts deleteExpiredUserSessions: Forgets the sign-ins that have run out.
delete from user_sessions where expires_at <= now;

-- data/repositories/api-keys.ts createApiKey: Stores an API key.
insert into api_keys (key_id, user_id, name, scopes, key_hash) values (?, ?, ?, ?, ?) returning *;

-- data/repositories/api-keys.ts findKnownApiKey: The key of that hash which has not run out, with its account.
select api_keys.*, users.display_name, users.is_admin, users.is_active
from api_keys
inner join users on users.user_id = api_keys.user_id
where key_hash = ? and (expires_at is null or expires_at > now);

-- data/repositories/api-keys.ts findApiKey: A key, be it of whomever.
select * from api_keys where key_id = ?;

-- data/repositories/api-keys.ts listApiKeys: The keys of an account, newest first, those that have run out too.
select * from api_keys where user_id = ? order by created_at desc, key_id;

-- data/repositories/api-keys.ts touchApiKey: Remembers that a key is in use.
update api_keys set last_used_at = now where key_id = ?;

-- data/repositories/api-keys.ts deleteApiKeys: Takes keys of an account away, all of them or one.
delete from api_keys where user_id = ? returning key_id;
delete from api_keys where user_id = ? and key_id = ? returning key_id;

-- data/repositories/invitations.ts createInvitation: Stores an invitation.
insert into invitations (invitation_id, token_hash, email, created_by, expires_at) values (?, ?, ?, ?, ?) returning *;

-- data/repositories/invitations.ts findInvitation: The invitation of that hash which can be accepted.
select *
from invitations
where token_hash = ? and expires_at > now and exists (
  select 1
  from users
  where users.user_id = invitations.created_by and is_admin = 1 and is_active = 1
);

-- data/repositories/invitations.ts listInvitations: The invitations that can be accepted, newest first.
select *
from invitations
where expires_at > now and exists (
  select 1
  from users
  where users.user_id = invitations.created_by and is_admin = 1 and is_active = 1
)
order by created_at desc, invitation_id;

-- data/repositories/invitations.ts takeInvitation: Takes an invitation that can be accepted away; undefined when there is none.
delete
from invitations
where invitation_id = ? and expires_at > now and exists (
  select 1
  from users
  where users.user_id = invitations.created_by and is_admin = 1 and is_active = 1
)
returning *;

-- data/repositories/invitations.ts deleteExpiredInvitations: Forgets the invitations that have run out.
delete from invitations where expires_at <= now;

-- data/repositories/reset-links.ts putResetLink: Stores a link of an account, in the place of an older one of its kind; one that an administrator makes puts out the other kind too.
delete from reset_links where user_id = ?;
replace into reset_links (user_id, is_asked, token_hash, expires_at) values (?, ?, ?, ?);

-- data/repositories/reset-links.ts findResetLink: The link of that hash which has not run out.
select * from reset_links where token_hash = ? and expires_at > now;

-- data/repositories/reset-links.ts findAskedResetLink: The link that somebody has asked for by mail for an account, if there is one.
select * from reset_links where user_id = ? and is_asked = ?;

-- data/repositories/reset-links.ts takeResetLink: Takes the link of that hash away, and others of its account with it; undefined when there is none.
delete from reset_links where token_hash = ? and expires_at > now returning *;

-- data/repositories/reset-links.ts deleteResetLinks: Puts out the links of an account.
-- as putResetLink

-- data/repositories/reset-links.ts deleteExpiredResetLinks: Forgets the links that have run out.
delete from reset_links where expires_at <= now;

-- data/repositories/audit.ts createAuditEntry: Adds to the log.
insert into audit_entries (action, actor_id, target_type, target_id, address) values (?, ?, ?, ?, ?);

-- data/repositories/audit.ts listAuditEntries (all): A page of the log, newest first, and how many entries match.
select cast(json_object('items', json((
  select json_group_array(json_object('id', id, 'created_at', created_at, 'action', action, 'outcome',
    outcome, 'actor_id', actor_id, 'target_type', target_type, 'target_id', target_id, 'address', address,
    'details', details) order by id desc)
  from (
    select id, created_at, action, outcome, actor_id, target_type, target_id, address, details
    from audit_entries
    order by id desc
    limit ? offset ?
  )
)), 'total', (
  select count(*) as total
  from audit_entries
)) as blob) as json;
--   scan audit_entries
--   use temp b-tree for json_group_array(order by)
--   scan audit_entries using covering index audit_entries_by_time

-- data/repositories/audit.ts listAuditEntries (what somebody did): A page of the log, newest first, and how many entries match.
select cast(json_object('items', json((
  select json_group_array(json_object('id', …) order by id desc)
  from (
    select id, …
    from audit_entries
    where actor_id = ?
    order by id desc
    limit ? offset ?
  )
)), 'total', (
  select count(*) as total
  from audit_entries
  where actor_id = ?
)) as blob) as json;
--   search audit_entries using index audit_entries_by_actor (actor_id=?)
--   use temp b-tree for json_group_array(order by)
--   search audit_entries using covering index audit_entries_by_actor (actor_id=?)

-- data/repositories/audit.ts findDeletedAccounts: How accounts that are gone were called, as far as the log remembers, by their ids.
select target_id, details ->> '$.email' as email, details ->> '$.display_name' as display_name
from audit_entries
where action = ? and target_id in (
  select value
  from json_each(?)
);
--   search audit_entries using index audit_entries_by_action (action=?)
--   scan json_each virtual table index 1:

-- data/repositories/audit.ts listAuditEntriesBefore: A part of the log, newest first, behind an entry.
select cast(json_group_array(json_object('id', …) order by id desc) as blob) as json
from (
  select id, …
  from audit_entries
  where id < ?
  order by id desc
  limit ?
) as page;
--   search audit_entries using integer primary key (rowid<?)
--   use temp b-tree for json_group_array(order by)
--   scan page

-- data/repositories/audit.ts deleteAuditEntriesBefore: Forgets some of what is older, the oldest first; answers how much, fewer than `limit` when nothing is left.
delete from audit_entries where id in (select id from audit_entries where created_at < ? order by created_at limit ?);
--   search audit_entries using integer primary key (rowid=?)
--   search audit_entries using covering index audit_entries_by_time (created_at<?)

-- data/repositories/newest-time.ts findNewestTime: When the newest of the rows was made that tell of their time; null where there are none.
select max(newest) as newest
from (
  select max(created_at) as newest
  from audit_entries
  union all
  select max(created_at)
  from user_sessions
  union all
  select created_at
  from (
    select created_at
    from queue_items
    order by item_id desc
    limit 1
  )
  union all
  select created_at
  from (
    select created_at
    from images
    order by id desc
    limit 1
  )
);
--   search audit_entries using covering index audit_entries_by_time
--   search user_sessions using primary key
--   scan queue_items
--   scan images
--   search (subquery-6)

-- data/repositories/settings.ts findSetting: What the server keeps under a key for itself, as JSON text.
select value from settings where key = ?;

-- data/repositories/settings.ts saveSetting: Keeps JSON text under a key, in place of any other.
insert into settings (key, value) values (?, ?) on conflict (key) do update set value = ?, updated_at = now;

-- data/repositories/bulk-downloads.ts createBulkDownload: Stores that a zip file is begun.
insert into bulk_downloads (bulk_download_item_name, user_id, status, expires_at) values (?, ?, ?, ?);

-- data/repositories/bulk-downloads.ts findBulkDownload: A zip file by its name.
select * from bulk_downloads where bulk_download_item_name = ?;

-- data/repositories/bulk-downloads.ts updateBulkDownload: Notes how the making of a zip file ended; answers whether it is still wanted: one that was withdrawn meanwhile stays as it is.
update bulk_downloads set status = ? where bulk_download_item_name = ? and expires_at > now;

-- data/repositories/bulk-downloads.ts expireBulkDownloads: Ends what was packed by an account or of it, be it on its way: from now on it cannot be fetched, and goes with the next clearing.
update bulk_downloads set expires_at = ? where (user_id = ? or exported_user_id = ?);

-- data/repositories/bulk-downloads.ts listExpiredBulkDownloads: Names of the zip files that may go: those whose time is over, and those that a dead server left unfinished when all unfinished are asked for.
select bulk_download_item_name from bulk_downloads where expires_at <= ?;

-- data/repositories/bulk-downloads.ts deleteBulkDownloads: Forgets zip files.
-- as deleteOwned

-- queue/enqueue.ts enqueueBatch: Stores a batch and its items, all or none.
select coalesce(sum(pending), 0) as everybody, coalesce(sum(iif(user_id = ?, pending, 0)), 0) as own
from queue_users
where queue_id = ?;
select priority from queue_items where queue_id = ? and queue_items.status = 'pending' order by priority desc limit ?;
--   search queue_items using covering index queue_items_line (queue_id=?)
insert into queue_users (queue_id, user_id, virtual_time) select ?, ?, coalesce(min(virtual_time), 0)
from queue_users
where queue_id = ? and pending + in_progress > 0
on conflict do update
set virtual_time = max(virtual_time, excluded.virtual_time)
where pending + in_progress = 0;
insert into batches (batch_id, queue_id, user_id, origin, destination, graph, workflow) values (?, ?, ?, ?, ?, ?, ?);
insert into queue_items (queue_id, batch_id, user_id, priority, session_id, field_values) select ?, ?,
  ?, ?, value ->> 0, iif(json_type(value, '$[1]') = 'null', null, value -> 1)
from json_each(?)
returning item_id;

-- queue/limits.ts checkLimits: Makes sure that so many more items may be pending.
-- as enqueueBatch

-- queue/claim.ts claimNext (first come, first served): Takes the next item, which is in progress from now on; undefined when there is none, or the queue is paused.
select item_id, user_id
from queue_items
where queue_id = ? and status = 'pending'
order by priority desc, item_id
limit 1;
--   search queue_items using index queue_items_line (queue_id=?)
select paused_at from queues where queue_id = ?;
update queue_items
set status = ?, status_sequence = status_sequence + 1, claim_token = ?, device = ?, started_at = now,
  updated_at = now
where item_id = ?;
--   search queue_items using integer primary key (rowid=?)
update queues set last_turn = last_turn + 1 where queue_id = ? returning last_turn;
update queue_users set last_turn = ? where queue_id = ? and user_id = ?;
select item_id, queue_items.queue_id, queue_items.batch_id, session_id, queue_items.user_id, attempt,
  claim_token as claim_token, origin, destination, priority, root_item_id, queue_items.workflow_call_id,
  workflow_call_depth, coalesce(workflow_calls.graph, batches.graph) as graph, coalesce(workflow_calls.workflow,
  batches.workflow) as workflow, field_values
from queue_items
inner join batches on batches.batch_id = queue_items.batch_id
left join workflow_calls on workflow_calls.workflow_call_id = queue_items.workflow_call_id
where item_id = ?;
--   search queue_items using integer primary key (rowid=?)
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?) left-join

-- queue/claim.ts claimNext (in turns): Takes the next item, which is in progress from now on; undefined when there is none, or the queue is paused.
select item_id, queue_items.user_id
from queue_users
join queue_items on item_id = (
  select item_id
  from queue_items as line
  where line.queue_id = queue_users.queue_id and line.user_id = queue_users.user_id and line.status = 'pending'
  order by priority desc, item_id
  limit 1
)
where queue_users.queue_id = ? and pending > 0 and queue_users.last_turn = (
  select min(last_turn)
  from queue_users
  where queue_id = ? and pending > 0
)
order by item_id
limit 1;
--   search queue_users using primary key (queue_id=?)
--   search queue_users using index queue_users_waiting (queue_id=?)
--   search queue_items using integer primary key (rowid=?)
--   search line using covering index queue_items_head (queue_id=? and user_id=?)
--   use temp b-tree for order by
-- as claimNext

-- queue/claim.ts claimNext (by device time): Takes the next item, which is in progress from now on; undefined when there is none, or the queue is paused.
select item_id, queue_items.user_id
from queue_users
join queue_items on item_id = (
  select item_id
  from queue_items as line
  where line.queue_id = queue_users.queue_id and line.user_id = queue_users.user_id and line.status = 'pending'
  order by priority desc, item_id
  limit 1
)
where queue_users.queue_id = ? and pending > 0 and queue_users.virtual_time = (
  select min(virtual_time)
  from queue_users
  where queue_id = ? and pending > 0
)
order by item_id
limit 1;
--   search queue_users using primary key (queue_id=?)
--   search queue_items using integer primary key (rowid=?)
--   search line using covering index queue_items_head (queue_id=? and user_id=?)
--   use temp b-tree for order by
-- as claimNext

-- queue/claim.ts findNext: The item that would be taken next, paused or not, by a worker that has no model loaded.
-- as claimNext

-- queue/affinity.ts findFittingItem: Of the pending items of the same user and priority whose ids are at most {@link AFFINITY_REACH} above that of the one whose turn it is: the one that names most of these models, so that a worker need not load others; among equals the lowest.
with near as materialized (
  select queue_items.item_id, queue_items.batch_id, queue_items.field_values, ifnull(instr(queue_items.field_values,
    'key:') > 0, 0) as names_model
  from queue_items
  join queue_items as head using (queue_id, user_id, priority)
  where head.item_id = ? and queue_items.status = 'pending' and queue_items.item_id between ? and ?
), held as materialized (
  select 'key:' || json_quote(value) as words
  from json_each(?)
), graphs as materialized (
  select batch_id, words
  from batches
  join held on instr(graph, words) > 0
  where batch_id in (
    select batch_id
    from near
    where not names_model
  )
) select item_id
from near
order by (
  select count(*)
  from held
  where iif(names_model, instr(near.field_values, words) > 0, exists (
    select 1
    from graphs
    where graphs.batch_id = near.batch_id and graphs.words = held.words
  ))
) desc, item_id
limit 1;
--   search head using integer primary key (rowid=?)
--   search queue_items using index queue_items_head (queue_id=? and user_id=? and priority=? and item_id>? and item_id<?)
--   scan near
--   scan json_each virtual table index 1:
--   scan held
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   search graphs using automatic covering index (batch_id=? and words=?)
--   use temp b-tree for order by

-- queue/is-claimed.ts isClaimed: Whether an attempt at an item is still the present one: neither ended, nor canceled, nor given up as dead.
select attempt from queue_items where item_id = ? and status = ? and claim_token = ?;
--   search queue_items using integer primary key (rowid=?)

-- queue/is-claimed.ts findClaimed: How many attempts there were with this one, if it is the present one.
-- as isClaimed

-- queue/end.ts endItem: Ends the attempt at an item that this token was given for.
update queue_items
set status = ?, status_sequence = status_sequence + 1, claim_token = ?, error_type = ?, error_message = ?,
  error_traceback = ?, completed_at = now, updated_at = now
where item_id = ? and status = ? and claim_token = ?
returning item_id;
--   search queue_items using integer primary key (rowid=?)
update queue_users
set virtual_time = virtual_time + max(0, seconds)
from (
  select queue_id, user_id, (julianday(coalesce(completed_at, now)) - julianday(started_at)) * 86400 as seconds
  from queue_items
  where item_id = ?
) as item
where queue_users.queue_id = item.queue_id and queue_users.user_id = item.user_id;
--   search queue_items using integer primary key (rowid=?)
--   search queue_users using primary key (queue_id=? and user_id=?)
insert into queue_sessions (item_id, session, returned, things)
values (?, ?, ?, ?)
on conflict (item_id) do update
set session = ?, returned = ?, things = ?;

-- queue/end.ts keepSession: Keeps what is known of the session of an item that was canceled while it ran, unless the item is gone.
select item_id from queue_items where item_id = ?;
--   search queue_items using integer primary key (rowid=?)
-- as endItem

-- queue/end.ts saveSession: Keeps the state of a session.
-- as endItem

-- queue/workflow-call.ts callWorkflow: Lets an item wait and enqueues what it calls: in its batch, with its priority, behind everything that is there.
select batch_id from batches;
-- as isClaimed
update workflow_calls set state = ?, things = ?, returned = ? where parent_item_id = ? and state is not null;
insert into workflow_calls (workflow_call_id, parent_item_id, prepared_call_node_id, source_call_node_id,
  workflow_id, workflow_name, depth, graph, workflow, state, things)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
insert into queue_items (queue_id, batch_id, user_id, priority, session_id, field_values, parent_item_id,
  parent_session_id, root_item_id, workflow_call_id, workflow_call_depth) select ?, ?, ?, ?, value ->> 0,
  iif(json_type(value, '$[1]') = 'null', null, value -> 1), ?, ?, ?, ?, ?
from json_each(?)
returning item_id;
-- as endItem
update queue_items
set status = ?, status_sequence = status_sequence + 1, claim_token = ?, device = ?, updated_at = now
where item_id = ?;
--   search queue_items using integer primary key (rowid=?)
-- as endItem
select workflow_call_id from workflow_calls;

-- queue/workflow-call.ts findCall: A call by its id.
select * from workflow_calls where workflow_call_id = ?;

-- queue/workflow-call.ts listCalled: The items of a call, in their order.
select queue_items.item_id, status, field_values, returned
from queue_items
left join queue_sessions on queue_sessions.item_id = queue_items.item_id
where workflow_call_id = ?
order by queue_items.item_id;
--   search queue_items using index queue_items_by_call (workflow_call_id=?)
--   search queue_sessions using integer primary key (rowid=?) left-join

-- queue/workflow-call.ts resumeCaller: Puts an item that waits back to where it stood in the queue.
-- as callWorkflow
-- as isClaimed
-- as callWorkflow
-- as endItem
-- as callWorkflow
-- as endItem
-- as callWorkflow
update queue_items
set status = ?, status_sequence = status_sequence + 1, started_at = ?, updated_at = now
where item_id = (
  select parent_item_id
  from workflow_calls
  where workflow_calls.workflow_call_id = ?
) and status = ?
returning item_id;
--   search queue_items using integer primary key (rowid=?)
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?)
update workflow_calls set status = ?, returned = ? where workflow_call_id = ?;

-- queue/workflow-call.ts failCaller: Fails an item that waits.
-- as callWorkflow
-- as isClaimed
-- as callWorkflow
-- as endItem
-- as callWorkflow
-- as endItem
-- as callWorkflow
update workflow_calls set status = ?, error_message = ? where workflow_call_id = ?;
update queue_items
set status = ?, status_sequence = status_sequence + 1, claim_token = ?, error_type = ?, error_message = ?,
  error_traceback = ?, completed_at = now, updated_at = now
where item_id = (
  select parent_item_id
  from workflow_calls
  where workflow_calls.workflow_call_id = ?
) and status = ?
returning item_id;
--   search queue_items using integer primary key (rowid=?)
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?)

-- queue/workflow-call.ts findResumption: From where an item goes on; undefined for one that begins.
-- as callWorkflow
-- as isClaimed
-- as callWorkflow
-- as endItem
-- as callWorkflow
-- as endItem
-- as callWorkflow
-- as resumeCaller
select workflow_call_id, state, things, returned from workflow_calls where parent_item_id = ? and state is not null;
select things
from queue_items
inner join queue_sessions on queue_sessions.item_id = queue_items.item_id
where workflow_call_id = ?;
--   search queue_items using covering index queue_items_by_call (workflow_call_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/workflow-call.ts listWaitingRoots: At a start: ids of the first items of all chains of calls in which something waits.
select distinct coalesce(root_item_id, item_id) as root
from queue_items
where queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('waiting'));
--   search queue_items using index queue_items_by_status (queue_id=? and status=?)
--   use temp b-tree for distinct

-- queue/workflow-call.ts findCallsAround: The calls that items have made and those that they were made for, in the order in which they were made.
select workflow_calls.workflow_call_id, workflow_calls.parent_item_id, prepared_call_node_id, source_call_node_id,
  workflow_id, depth, workflow_calls.status, workflow_calls.error_message, caller.session_id as parent_session_id
from workflow_calls
inner join queue_items as caller on caller.item_id = workflow_calls.parent_item_id
where (workflow_calls.parent_item_id in (
  select value
  from json_each(?)
) or workflow_calls.workflow_call_id in (
  select called.workflow_call_id as workflow_call_id
  from queue_items as called
  where called.workflow_call_id is not null and called.item_id in (
    select value
    from json_each(?)
  )
))
order by workflow_calls.rowid;
--   scan json_each virtual table index 1:
--   search workflow_calls using index workflow_calls_by_parent (parent_item_id=?)
--   search called using integer primary key (rowid=?)
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?)
--   search caller using integer primary key (rowid=?)
--   use temp b-tree for order by

-- queue/catch-up.ts catchUp: Lets a user who has nothing in the queue stand, by device time, where the hindmost of those stands who have: who stayed away does not save time up.
-- as enqueueBatch

-- queue/charge-time.ts chargeTime: Adds the time for which an item that has just ended, or whose attempt has, ran to what its owner has had.
-- as endItem

-- queue/return.ts returnDeadItem: Gives up an attempt whose worker died: the item goes back to where it stood in the queue, or fails when that was its second.
-- as isClaimed
-- as endItem
update queue_items
set status = ?, status_sequence = status_sequence + 1, attempt = attempt + ?, claim_token = ?, device = ?,
  started_at = ?, updated_at = now
where item_id in (
  select value
  from json_each(?)
);
--   search queue_items using integer primary key (rowid=?)
--   scan json_each virtual table index 1:

-- queue/return.ts returnStoppedItem: Puts an item back that was interrupted on purpose: it is not an attempt.
-- as isClaimed
-- as returnDeadItem

-- queue/return.ts returnLostItems: At a start: what ran when the last server died runs once more, or fails when it was interrupted before.
select item_id, user_id, attempt
from queue_items
where queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('in_progress'))
order by item_id;
--   search queue_items using index queue_items_by_status (queue_id=? and status=?)
--   use temp b-tree for order by
-- as returnDeadItem
update queue_items
set status = ?, status_sequence = status_sequence + 1, claim_token = ?, error_type = ?, error_message = ?,
  error_traceback = ?, completed_at = now, updated_at = now
where item_id in (
  select value
  from json_each(?)
);
--   search queue_items using integer primary key (rowid=?)
--   scan json_each virtual table index 1:

-- queue/attempt-images.ts findAttemptImages: The images of all attempts that are in progress.
select item_id, image_name
from queue_items
inner join images on images.session_id = queue_items.session_id and images.user_id = queue_items.user_id
where queue_items.queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('in_progress')) and image_origin = ? and (images.created_at >= queue_items.started_at or not exists (
  select depth
  from workflow_calls
  where parent_item_id = item_id
));
--   search queue_items using index queue_items_by_status (queue_id=? and status=?)
--   search images using index images_by_owner_and_board (user_id=?)
--   search workflow_calls using index workflow_calls_by_parent (parent_item_id=?)

-- queue/expired-intermediates.ts listExpiredIntermediates: Names of intermediate images without a star that were made before a moment and that nobody uses any more: no item that waits or runs, no workflow, and nothing that a page has put down, such as the layers of a canvas.
select cast((
  select json_group_array(image_name)
  from (
    with active as materialized (
      select batch_id, field_values
      from queue_items
      where queue_items.status = 'pending'
      union all
      select batch_id, field_values
      from queue_items
      where (queue_items.status <> 'pending' and queue_items.status in ('in_progress', 'waiting'))
    ), texts as (
      select graph as json
      from batches
      where batch_id in (
        select batch_id
        from active
      )
      union all
      select field_values
      from active
      where field_values is not null
      union all
      select workflow
      from workflows
      union all
      select value
      from client_state
      where json_valid(value)
    ), used as materialized (
      select entry.value as image_name
      from texts, json_tree(texts.json) as entry
      where entry.key = 'image_name' and entry.type = 'text'
    ) select image_name
    from images
    where shelf in ('intermediate_images', 'intermediate_assets') and starred = 0 and created_at < ? and image_name not in (
      select image_name
      from used
    )
    limit ?
  )
) as blob) as json;
--   search images using covering index images_by_shelf (shelf=? and starred=? and created_at<?)
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   scan queue_items using index queue_items_line
--   scan queue_items using index queue_items_by_status
--   scan active
--   scan entry virtual table index 1:
--   scan workflows
--   scan client_state
--   scan used

-- queue/cancel.ts cancelItems (one item): Cancels the selected items that have not ended.
select item_id, user_id, status
from queue_items
where status in (?, ?, ?) and (queue_items.queue_id = ? and true and (queue_items.item_id = (
  select coalesce(root_item_id, item_id)
  from queue_items as meant
  where meant.item_id = ?
) or queue_items.root_item_id = (
  select coalesce(root_item_id, item_id)
  from queue_items as meant
  where meant.item_id = ?
)))
order by item_id;
--   search meant using integer primary key (rowid=?)
--   search queue_items using integer primary key (rowid=?)
--   search queue_items using index queue_items_by_root (root_item_id=?)
--   use temp b-tree for order by
-- as returnLostItems
-- as endItem

-- queue/cancel.ts cancelItems (a destination): Cancels the selected items that have not ended.
select item_id, user_id, status
from queue_items
where status in (?, ?, ?) and (queue_items.queue_id = ? and queue_items.user_id = ? and queue_items.batch_id in (
  select batch_id
  from batches
  where queue_id = ? and destination = ?
))
order by item_id;
--   search queue_items using index queue_items_by_batch (batch_id=?)
--   search batches using index batches_by_destination (queue_id=? and destination=?)
--   use temp b-tree for order by
-- as returnLostItems
-- as endItem

-- queue/cancel.ts cancelItems (all that an item has called): Cancels the selected items that have not ended.
select item_id, user_id, status
from queue_items
where status in (?, ?, ?) and (queue_items.queue_id = ? and true and queue_items.item_id in (
  with recursive called (item_id) as (
    select item_id
    from queue_items as child
    where child.parent_item_id = ?
    union
    select child.item_id
    from called
    join queue_items as child on child.parent_item_id = called.item_id
  ) select item_id
  from called
))
order by item_id;
--   search queue_items using integer primary key (rowid=?)
--   search child using covering index queue_items_by_parent (parent_item_id=?)
--   scan called

-- queue/cancel.ts cancelItems (all but what runs): Cancels the selected items that have not ended.
select item_id, user_id, status
from queue_items
where status in (?, ?, ?) and (queue_items.queue_id = ? and true and queue_items.status <> 'in_progress' and coalesce(queue_items.root_item_id,
  queue_items.item_id) not in (
  select coalesce(root_item_id, item_id)
  from queue_items as running
  where running.queue_id = ? and running.status = 'in_progress'
))
order by item_id;
--   scan queue_items
--   scan running
-- as returnLostItems

-- queue/remove.ts removeItems (one item): Deletes the selected items.
delete
from queue_items
where (queue_items.queue_id = ? and true and (queue_items.item_id = (
  select coalesce(root_item_id, item_id)
  from queue_items as meant
  where meant.item_id = ?
) or queue_items.root_item_id = (
  select coalesce(root_item_id, item_id)
  from queue_items as meant
  where meant.item_id = ?
)))
returning item_id, user_id;
--   search meant using integer primary key (rowid=?)
--   search queue_items using integer primary key (rowid=?)
--   search queue_items using index queue_items_by_root (root_item_id=?)
--   search workflow_calls using covering index workflow_calls_by_parent (parent_item_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/remove.ts removeItems (all of a user): Deletes the selected items.
delete from queue_items where (queue_items.queue_id = ? and queue_items.user_id = ? and true) returning item_id, user_id;
--   scan queue_items
--   search workflow_calls using covering index workflow_calls_by_parent (parent_item_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/remove.ts pruneItems: Deletes the items that have ended, of one user or of all; not those that another still waits with.
delete
from queue_items
where (queue_items.status <> 'pending' and queue_items.status in ('completed', 'failed', 'canceled')) and (queue_items.queue_id = ? and queue_items.user_id = ? and true) and not exists (
  select 1
  from queue_items as caller
  where caller.item_id = queue_items.parent_item_id and caller.status = 'waiting'
);
--   search queue_items using index queue_items_by_status (queue_id=? and status=? and user_id=?)
--   search caller using integer primary key (rowid=?)
--   search workflow_calls using covering index workflow_calls_by_parent (parent_item_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/remove.ts pruneHistory: Deletes all items that have ended but the latest.
delete
from queue_items
where item_id in (
  select item_id
  from queue_items
  where queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('completed', 'failed',
    'canceled')) and not exists (
    select 1
    from queue_items as caller
    where caller.item_id = queue_items.parent_item_id and caller.status = 'waiting'
  )
  order by coalesce(completed_at, updated_at, created_at) desc, item_id desc
  limit -1 offset ?
);
--   search queue_items using integer primary key (rowid=?)
--   search queue_items using index queue_items_by_status (queue_id=? and status=?)
--   search caller using integer primary key (rowid=?)
--   use temp b-tree for order by
--   search workflow_calls using covering index workflow_calls_by_parent (parent_item_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/retry.ts findRetriable: The items that failed or were canceled, as the first of their chains of workflow calls, each once.
select item_id, user_id
from queue_items
where queue_id = ? and status in (?, ?) and item_id in (
  select coalesce(root_item_id, item_id)
  from queue_items
  where item_id in (
    select value
    from json_each(?)
  )
)
order by item_id;
--   search queue_items using integer primary key (rowid=?)
--   scan json_each virtual table index 1:

-- queue/retry.ts retryItems: Enqueues items again, with their graph, values, priority and owner.
insert into queue_items (queue_id, batch_id, user_id, priority, field_values, session_id, retried_from_item_id) select queue_id,
  batch_id, user_id, priority, field_values, value ->> 1, coalesce(retried_from_item_id, item_id)
from json_each(?)
join queue_items on item_id = value ->> 0
order by item_id
returning item_id, user_id;
--   scan json_each virtual table index 1:
--   search queue_items using integer primary key (rowid=?)
--   use temp b-tree for order by
--   search workflow_calls using covering index workflow_calls_by_parent (parent_item_id=?)
--   search queue_sessions using integer primary key (rowid=?)

-- queue/pause.ts pauseQueue: Lets no further item start, until it is resumed.
update queues set paused_by = ?, paused_at = now where queue_id = ? and paused_at is null;

-- queue/pause.ts resumeQueue: Lets items start again.
update queues set paused_by = ?, paused_at = ? where queue_id = ?;

-- queue/pause.ts findPause: Whether a queue is paused, and by whom.
select paused_by, paused_at from queues where queue_id = ?;

-- queue/counts.ts countQueue: Sums of the counts that are kept by user, without looking at items.
select user_id, pending, in_progress, waiting, completed, failed, canceled from queue_users where queue_id = ?;

-- queue/counts.ts countBatch: A batch and how many of its items have each status.
select batches.batch_id, user_id, origin, destination, pending, in_progress, waiting, completed, failed,
  canceled
from batches
inner join batch_counts on batch_counts.batch_id = batches.batch_id
where queue_id = ? and batches.batch_id = ?;

-- queue/counts.ts countDestination (of a user): How many items for a destination have each status: of one user, or of all.
select coalesce(sum(pending), 0) as pending, coalesce(sum(in_progress), 0) as in_progress, coalesce(sum(waiting),
  0) as waiting, coalesce(sum(completed), 0) as completed, coalesce(sum(failed), 0) as failed, coalesce(sum(canceled),
  0) as canceled
from batches
join batch_counts using (batch_id)
where queue_id = ? and destination = ? and user_id = ?;

-- queue/counts.ts findCurrent: The item that has been running longest, if any runs.
select item_id, batch_id, session_id, user_id
from queue_items
where queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('in_progress'))
order by started_at, item_id
limit ?;
--   search queue_items using index queue_items_by_status (queue_id=? and status=?)
--   use temp b-tree for order by

-- queue/positions.ts findPositions (in turns): Positions of those of the items that are pending, asked of the readers, since the whole queue is looked at.
select cast((
  select json_group_array(json(entry))
  from (
    with line as (
      select item_id, user_id, priority, row_number() over (partition by user_id order by priority desc,
        item_id) as place
      from queue_items
      where queue_id = ? and status = 'pending'
    ), turns as (
      select user_id, row_number() over (order by last_turn, item_id) as turn
      from line
      join queue_users using (user_id)
      where place = 1 and queue_users.queue_id = ?
    ), whole as (
      select item_id, place, row_number() over (order by place, turn) as position
      from line
      join turns using (user_id)
    ) select json_object('item_id', item_id, 'position', position, 'others', position - place) as entry
    from whole
    where item_id in (
      select value
      from json_each(?)
    )
  )
) as blob) as json;
--   search queue_items using covering index queue_items_head (queue_id=?)
--   search queue_users using primary key (queue_id=?)
--   search line using automatic partial covering index (place=? and user_id=?)
--   use temp b-tree for order by
--   scan line
--   search turns using automatic covering index (user_id=?)
--   scan whole
--   scan json_each virtual table index 1:

-- queue/list.ts findItem: An item by its id.
select queue_items.*, workflow_calls.workflow_name as called_workflow_name, batches.origin, batches.destination,
  users.display_name as user_display_name, users.email as user_email
from queue_items
inner join batches on batches.batch_id = queue_items.batch_id
left join users on users.user_id = queue_items.user_id
left join workflow_calls on workflow_calls.workflow_call_id = queue_items.workflow_call_id
where queue_items.queue_id = ? and item_id = ?;
--   search queue_items using integer primary key (rowid=?)
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?) left-join

-- queue/list.ts findItems: Those of the items that are there, in the order of the ids.
select queue_items.*, workflow_calls.workflow_name as called_workflow_name, batches.origin, batches.destination,
  users.display_name as user_display_name, users.email as user_email
from queue_items
inner join batches on batches.batch_id = queue_items.batch_id
left join users on users.user_id = queue_items.user_id
left join workflow_calls on workflow_calls.workflow_call_id = queue_items.workflow_call_id
where queue_items.queue_id = ? and item_id in (
  select value
  from json_each(?)
);
--   search queue_items using integer primary key (rowid=?)
--   scan json_each virtual table index 1:
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?) left-join

-- queue/list.ts listItems (all): All items, or those for a destination, by priority and age.
select queue_items.*, workflow_calls.workflow_name as called_workflow_name, batches.origin, batches.destination,
  users.display_name as user_display_name, users.email as user_email
from queue_items
inner join batches on batches.batch_id = queue_items.batch_id
left join users on users.user_id = queue_items.user_id
left join workflow_calls on workflow_calls.workflow_call_id = queue_items.workflow_call_id
where queue_items.queue_id = ?
order by priority desc, item_id;
--   scan queue_items
--   search batches using index sqlite_autoindex_batches_1 (batch_id=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?) left-join
--   use temp b-tree for order by

-- queue/list.ts listItems (for a destination): All items, or those for a destination, by priority and age.
select queue_items.*, workflow_calls.workflow_name as called_workflow_name, batches.origin, batches.destination,
  users.display_name as user_display_name, users.email as user_email
from queue_items
inner join batches on batches.batch_id = queue_items.batch_id
left join users on users.user_id = queue_items.user_id
left join workflow_calls on workflow_calls.workflow_call_id = queue_items.workflow_call_id
where queue_items.queue_id = ? and batches.destination = ? and batches.queue_id = ?
order by priority desc, item_id;
--   search batches using index batches_by_destination (queue_id=? and destination=?)
--   search queue_items using index queue_items_by_batch (batch_id=?)
--   search users using index sqlite_autoindex_users_1 (user_id=?) left-join
--   search workflow_calls using index sqlite_autoindex_workflow_calls_1 (workflow_call_id=?) left-join
--   use temp b-tree for order by

-- queue/list.ts listItemIds (all): Ids of items by age.
select item_id from queue_items where queue_id = ? order by item_id desc;
--   scan queue_items

-- queue/list.ts listItemIds (a user's, in a state): Ids of items by age.
select item_id
from queue_items
where queue_id = ? and user_id = ? and status in (
  select value
  from json_each(?)
)
order by item_id asc;
--   scan queue_items
--   scan json_each virtual table index 1:

-- queue/list.ts findBatchTexts: Graphs and workflows by batch.
select batch_id, graph, workflow from batches where batch_id in (select value from json_each(?));

-- queue/list.ts findCallTexts: What the items of calls run instead of what their batches say, by the ids of the calls.
select workflow_call_id, graph, workflow from workflow_calls where workflow_call_id in (select value from json_each(?));

-- queue/list.ts findSessions: States of sessions that have ended or wait, as JSON texts by item.
select item_id, session from queue_sessions where item_id in (select value from json_each(?));

-- queue/running.ts findRunning: The items that run, with their owners.
select item_id, user_id
from queue_items
where queue_id = ? and (queue_items.status <> 'pending' and queue_items.status in ('in_progress'));
--   search queue_items using covering index queue_items_by_status (queue_id=? and status=?)
