/** What owners are told of beside openings: that somebody else has set their password, or could, or has packed what they own. */
export const notices: readonly string[] = [
  // one that is no opening ends when it begins
  `alter table account_openings add column kind text not null default 'opening'
    check (kind in ('opening', 'password_set', 'reset_link', 'export'))`,
]
