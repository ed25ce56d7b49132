/** What owners are told of beside openings: that somebody else has set their password, or could, has packed what they own, or handed it over or back. */
export const notices: readonly string[] = [
  // one that is no opening ends when it begins
  `alter table account_openings add column kind text not null default 'opening'
    check (kind in ('opening', 'password_set', 'reset_link', 'export', 'hand_over', 'hand_back'))`,
]
