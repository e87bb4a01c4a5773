#!/usr/bin/env bash
# Backups: the whole database as of one moment, while people sign, encrypted before it touches a disk. And the journal.
#
#   backup.sh once      one backup now; exit status 0 only if it is whole
#   backup.sh journal   only the journal of erasures
#   backup.sh watch     one every BACKUP_HOURS, the journal every minute, for ever (the service of docker-compose.yml)
#   backup.sh fresh     exit status 0 if the newest is not older than two of them (its health check)
#
# The database is where libpq's variables say (PGHOST, PGUSER, PGPASSWORD, PGDATABASE): PostgreSQL itself, no pooler.
set -euo pipefail
umask 077

folder=${BACKUP_FOLDER:-/backups}
journal=${ERASURE_JOURNAL:-/data/erasures.log}
hours=${BACKUP_HOURS:-6}
days=${BACKUP_DAYS:-30}

say() { printf '%s backup: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }

# Public keys of age, separated by commas or blanks: `age-keygen` prints one. The private key is on no server.
recipients() {
    local key
    for key in ${BACKUP_PUBLIC_KEYS//,/ }; do printf -- '--recipient\n%s\n' "$key"; done
}

once() {
    local name
    mapfile -t to < <(recipients)
    [ "${#to[@]}" -gt 0 ] || { say "refused: BACKUP_PUBLIC_KEYS is empty"; return 2; }
    name="site-$(date -u +%Y%m%dT%H%M%SZ).dump.age"
    part="$folder/.$name.part"
    trap 'rm -f "$part"' EXIT
    # pg_dump reads one snapshot: a signature is in it with its letter, or not at all. Nobody waits for it.
    pg_dump --format=custom --no-owner --no-privileges --lock-wait-timeout=60s | age --encrypt "${to[@]}" >"$part"
    sync "$part"
    mv "$part" "$folder/$name"
    keep_journal
    forget_old
    remember || say "the site was not told; its alarm will say that there is no backup"
    say "$name, $(stat -c %s "$folder/$name") bytes"
}

# Numbers of erased rows, nothing about people. Newer than any backup beside it: what was erased since must be in it.
keep_journal() {
    [ -f "$journal" ] || return 0
    cmp -s "$journal" "$folder/erasures.log" && return 0
    cp "$journal" "$folder/.erasures.part"
    sync "$folder/.erasures.part"
    mv "$folder/.erasures.part" "$folder/erasures.log"
}

# The privacy page promises that none is older than BACKUP_DAYS.
forget_old() {
    find "$folder" -maxdepth 1 -name 'site-*.dump.age' -mmin "+$(((days - 1) * 1440))" -delete
    find "$folder" -maxdepth 1 -name '.site-*.part' ! -path "$part" -delete  # of one that was killed
}

# The site's own alarm (BackupOld) looks at this row.
remember() {
    psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --command "INSERT INTO petitions_job (name, done_at, found)
        VALUES ('backup', now(), 0) ON CONFLICT (name) DO UPDATE SET done_at = now(), found = 0"
}

is_younger_than() {
    [ -n "$(find "$folder" -maxdepth 1 -name 'site-*.dump.age' -mmin "-$1" -print -quit)" ]
}

watch() {
    while true; do
        keep_journal || say "the journal could not be copied"
        if ! is_younger_than "$((hours * 60))"; then
            "$0" once || { say "FAILED; tried again in five minutes"; sleep 240; }
        fi
        sleep 60 & wait $!
    done
}

trap 'exit 0' TERM INT
case ${1:-} in
    once) once ;;
    journal) keep_journal ;;
    watch) watch ;;
    fresh) is_younger_than "$((hours * 120))" ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
