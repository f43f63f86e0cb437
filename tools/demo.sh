#!/usr/bin/env bash
# Shows three tenants on a PostgreSQL of the demo's own: tools/demo.sh BUILD_DIR (./dev demo calls it).
#
# It starts a throwaway server as an unprivileged user on a free port, loads real data (the machine's packages,
# the ISO country tables), and makes every call with the program just built. Whatever happens, the server is
# stopped and its folder removed. Ends 0 only if every answer was as expected.
set -euo pipefail

build=$(realpath "${1:?usage: tools/demo.sh BUILD_DIR}")
tools=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
postgres_bin=${FAIRLEAD_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
work=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-demo.XXXXXX")
server=
failures=0

cleanup() {
  local status=$?
  trap - EXIT
  trap '' HUP INT TERM  # A second Ctrl-C must not leave the server behind.
  if [ -n "$server" ] && kill -INT "$server" 2>/dev/null; then  # SIGINT: fast shutdown
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

die() { printf 'demo: %s\n' "$*" >&2; exit 1; }
[ -x "$build/bin/fairlead" ] || die "there is no $build/bin/fairlead; ./dev demo builds it first"
[ -x "$postgres_bin/initdb" ] || die "no PostgreSQL 15 in $postgres_bin; ./dev setup installs it"

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

# PostgreSQL refuses to run as root. The server also ends when this script is killed.
server_user=$(id -un postgres 2>/dev/null || echo nobody)
unprivileged() {
  if [ "$(id -u)" -ne 0 ]; then exec setpriv --pdeathsig INT "$@"; fi
  exec setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups --pdeathsig INT "$@"
}

start_server() {
  chmod 711 "$work"
  export PGHOST=127.0.0.1 PGUSER=demo PGPASSWORD
  PGPASSWORD=$(random_password)
  mkdir -m 700 "$work/server"
  (umask 077 && printf '%s\n' "$PGPASSWORD" >"$work/server/password")
  if [ "$(id -u)" -eq 0 ]; then chown -R "$server_user" "$work/server"; fi
  PGPORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export PGPORT
  (cd "$work/server" && unprivileged "$postgres_bin/initdb" --pgdata data --username demo --encoding UTF8 --locale C.UTF-8 \
    --auth scram-sha-256 --no-sync --pwfile password >initdb.log 2>&1) ||
    die "initdb failed: $(tail -n 3 "$work/server/initdb.log")"
  (cd "$work/server" && unprivileged "$postgres_bin/postgres" -D data -p "$PGPORT" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off) \
    >"$work/server.log" 2>&1 &
  server=$!
  local _
  for _ in {1..100}; do
    "$postgres_bin/pg_isready" --quiet && return
    kill -0 "$server" 2>/dev/null || die "the server did not start: $(tail -n 3 "$work/server.log")"
    sleep 0.1
  done
  die "the server did not answer within ten seconds: $(tail -n 3 "$work/server.log")"
}

random_password() { python3 -c 'import secrets; print(secrets.token_urlsafe(18))'; }
sql() { "$postgres_bin/psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

load_data() {
  export ACME_PASSWORD
  ACME_PASSWORD=$(random_password)
  local reader_password
  reader_password=$(random_password)
  mkdir -m 700 "$work/secrets"
  printf '%s\n' "$reader_password" >"$work/secrets/shared_reader"
  sql postgres <<SQL
CREATE ROLE acme LOGIN PASSWORD '$ACME_PASSWORD';
CREATE ROLE shared_reader LOGIN PASSWORD '$reader_password';
CREATE DATABASE acme OWNER acme;
CREATE DATABASE company;
REVOKE CONNECT ON DATABASE acme, company FROM PUBLIC;
GRANT CONNECT ON DATABASE company TO shared_reader;
SQL
  python3 "$tools/demo/data.py" packages | sql acme
  python3 "$tools/demo/data.py" countries | sql company
}

write_configuration() {
  cat >"$work/fairlead.yaml" <<YAML
version: 1
secrets_dir: secrets
defaults:
  enabled: [postgres]
global:
  connections:
    postgres: # read-only for every tenant without a connection of its own
      tenants: all
      config: { host: 127.0.0.1, port: $PGPORT, database: company, user: shared_reader, password: "\${file:shared_reader}" }
tenants:
  acme:
    title: Acme, with a database of its own
    connections:
      postgres:
        access: read_write
        config: { host: 127.0.0.1, port: $PGPORT, database: acme, user: acme, password: "\${env:ACME_PASSWORD}" }
  globex: { title: "Globex, served by the company's database" }
  initech: { title: "Initech, without the provider", enabled: { postgres: false } }
YAML
  export FAIRLEAD_CONFIG=$work/fairlead.yaml FAIRLEAD_STATE_DIR=$work/state PATH=$build/bin:$PATH
  unset FAIRLEAD_PLUGIN_PATH
}

# shown COMMAND…: as one would type it.
shown() {
  local word
  printf '\n%s$' "$bold"
  for word in "$@"; do
    case $word in *[!A-Za-z0-9_./=-]*) printf " '%s'" "${word//\'/\'\\\'\'}" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '%s\n' "$plain"
}

# expect EXIT_CODE COMMAND…: shows, runs and checks how it ended.
expect() {
  local wanted=$1 got=0
  shift
  shown "$@"
  "$@" 2>&1 || got=$?
  if [ "$got" -ne "$wanted" ]; then
    printf '%sdemo: expected exit code %s, got %s%s\n' "$bold" "$wanted" "$got" "$plain"
    failures=$((failures + 1))
  fi
}

# called EXIT_CODE NAME COMMAND…: the same, and once more with --json for the table at the end.
called() {
  local wanted=$1 name=$2
  shift 2
  expect "$wanted" "$@"
  "$@" --json >"$work/$name.json" || true
}

packages="SELECT current_database() AS database, section, count(*) AS packages, sum(installed_size_kb) / 1024 AS mb
 FROM packages GROUP BY section ORDER BY mb DESC NULLS LAST LIMIT 5"
watch="INSERT INTO watchlist (package, why) SELECT name, \$1 FROM packages WHERE section = \$2
 ORDER BY installed_size_kb DESC LIMIT 3 RETURNING current_database() AS database, package, why"
countries="SELECT current_database() AS database, c.code, c.name, count(*) AS subdivisions
 FROM countries c JOIN subdivisions s ON s.country = c.code GROUP BY c.code, c.name ORDER BY subdivisions DESC LIMIT 5"

say "A PostgreSQL of the demo's own, with this machine's packages and the ISO country tables"
SECONDS=0
start_server
load_data
write_configuration
printf '%sup and loaded in %s s%s\n' "$dim" "$SECONDS" "$plain"

say "Three tenants, declared in one file"
expect 0 fairlead apply
expect 0 fairlead plugins status
expect 0 fairlead tools acme
expect 0 fairlead tools globex --all

say "acme has a database of its own, and may write to it"
called 0 acme_query fairlead call acme postgres_query "sql=$packages"
called 0 acme_write fairlead call acme postgres_execute "sql=$watch" 'params=["large","libs"]'

say "globex has none: the global connection serves it, read-only"
called 0 globex_query fairlead call globex postgres_query "sql=$countries"
called 3 globex_write fairlead call globex postgres_execute 'sql=DELETE FROM countries'
expect 0 fairlead explain globex postgres_execute

say "initech has the provider disabled"
called 3 initech_query fairlead call initech postgres_query "sql=$countries"

say "Who was answered by what"
printf '\n'
python3 "$tools/demo/report.py" "$work" || failures=$((failures + 1))
[ "$failures" -eq 0 ] || die "$failures expectations did not hold"
printf '\nEverything was as expected, in %s s. The server is stopped and its folder removed.\n' "$SECONDS"
