#!/usr/bin/env bash
# Brings a backup back: restore.sh FILE KEYFILE [DATABASE]
#
# Into a new database, whole or not at all, which then takes the place of the old one; the old one is kept beside it.
# With DATABASE the backup is put there instead, and the site's own is not touched: to practise.
# KEYFILE holds the private key of age. Where the database is, libpq's variables say (PGHOST, PGUSER, PGPASSWORD).
#
# Sending is paused in what comes back: the site notices that it is a backup. What to do next is said at the end.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
file=$1 key=$2 site=${PGDATABASE:-site} practice=${3:-}
new=${practice:-${site}_restored}

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname postgres --command "$1"; }
is_there() { [ -n "$(ask "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; }
say() { printf 'restore: %s\n' "$*"; }

say "1. the file is whole, and this key opens it"
# pg_restore stops reading after the table of contents; `cat` reads on, or age would die of the closed pipe.
age --decrypt --identity "$key" "$file" | { pg_restore --list >/dev/null && cat >/dev/null; }

if [ -z "$practice" ]; then
    say "2. nobody is at work in $site"
    busy=$(ask "SELECT count(*) FROM pg_stat_activity WHERE datname = '$site' AND backend_type = 'client backend'")
    [ "$busy" = 0 ] || { say "refused: $busy connections; stop web, worker, beat and the pooler first"; exit 1; }
fi

if is_there "$new"; then say "refused: there is a database $new already; drop it first"; exit 1; fi
say "3. everything is brought back into $new, in one transaction"
createdb --maintenance-db=postgres --template=template0 "$new"
if ! age --decrypt --identity "$key" "$file" |
    pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --dbname="$new"; then
    dropdb --maintenance-db=postgres "$new"
    say "refused: the backup could not be brought back; nothing was changed"
    exit 1
fi

if [ -n "$practice" ]; then
    say "done: $new. Drop it when you have looked at it: it holds people."
    exit 0
fi
old="${site}_before_$(date -u +%Y%m%d%H%M%S)"
say "4. $new takes the place of $site"
if is_there "$site"; then ask "ALTER DATABASE \"$site\" RENAME TO \"$old\""; else old=""; fi
ask "ALTER DATABASE \"$new\" RENAME TO \"$site\""
say "done. Sending is paused. With the newest journal of erasures in its place:"
say "   manage.py migrate; manage.py replay_journal; manage.py recount; manage.py recount --check; manage.py release"
[ -z "$old" ] || say "$old is what was there before: drop it (dropdb $old) as soon as nobody needs it, it holds people."
