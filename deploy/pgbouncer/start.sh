#!/bin/sh
# The password comes from the environment; PgBouncer wants it in a file, which lies in memory.
set -eu
umask 077
printf '"site" "%s"\n' "$POSTGRES_PASSWORD" >/run/pgbouncer/users.txt
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
