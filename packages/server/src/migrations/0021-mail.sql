-- Mail: an outbox that is written with the facts that ask for it, and what people want of it.

create table mail_message (
  id uuid primary key,
  what text not null check (what in ('invitation', 'cancellation', 'ask', 'reminder', 'digest')),
  -- Who gets it; the address is looked up when it is sent, and kept nowhere else.
  identity_id uuid not null references identity (id) on delete cascade,
  -- What it mentions: its reader must still see all of it when it is sent.
  about_ids uuid[] not null default '{}',
  -- Messages of one topic to one reader: a newer one takes the place of those that still wait.
  topic text,
  -- Subject, text, HTML, calendar: emptied once it is sent or withheld.
  content jsonb,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'withheld')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  -- When it is tried next; while an attempt is under way, when that is given up for lost.
  next_at timestamptz not null,
  -- Past this it is of no use any more.
  useful_until timestamptz,
  attempted_at timestamptz,
  sent_at timestamptz,
  says text not null default '',
  check (content is not null or state in ('sent', 'withheld'))
);
create index mail_message_due on mail_message (next_at, id) where state = 'waiting';
create index mail_message_topic on mail_message (identity_id, topic);
create index mail_message_attempted on mail_message (attempted_at);
create index mail_message_state on mail_message (state, id desc);

-- Whoever has chosen nothing has no row, and gets what the defaults say.
create table mail_preference (
  identity_id uuid primary key references identity (id) on delete cascade,
  invitations boolean not null default true,
  asks boolean not null default true,
  digest text not null default 'weekly' check (digest in ('none', 'daily', 'weekly')),
  digest_hour smallint not null default 7 check (digest_hour between 0 and 20),
  digest_weekday smallint not null default 1 check (digest_weekday between 1 and 7),
  -- The reader's day of the last digest that was due, sent or with nothing to say.
  digest_on date
);
