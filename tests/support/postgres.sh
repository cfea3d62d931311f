# shellcheck shell=bash
# A PostgreSQL of the tests' own, for scripts to source: in a temporary folder, reached by a socket in it, never by TCP.
#
#   postgres_start FOLDER || skip ...     starts it; FOLDER must be there, its path short (a socket's has 107 bytes)
#   postgres_sql DATABASE [ARGUMENT...]   psql as the superuser "postgres"
#   postgres_stop
#
# The server refuses to run as root: then it runs as the user postgres, or nobody.
postgres_folder=
postgres_socket=

postgres_bin() {
	local folder

	folder=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
	[[ -n $folder ]] || folder=$(command -v initdb) || return 1
	dirname "$folder"
}

# Runs a command as a user who may run a server.
postgres_as() {
	local user=nobody

	if ((EUID != 0)); then
		"$@"
		return
	fi
	! getent passwd postgres >/dev/null || user=postgres
	(cd "$postgres_folder" && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@")
}

postgres_start() {
	local bin

	bin=$(postgres_bin) || return 1
	postgres_folder=$1
	postgres_socket=$1/socket
	mkdir "$postgres_socket" "$1/data"
	if ((EUID == 0)); then
		chmod 755 "$1"
		chown -R "$(getent passwd postgres >/dev/null && echo postgres || echo nobody)" "$postgres_socket" "$1/data"
	fi
	postgres_as "$bin/initdb" --pgdata="$1/data" --username=postgres --auth=trust --no-sync --encoding=UTF8 \
		--locale=C >"$1/initdb.log" 2>&1 || return 1
	# the user "locked" must give a password
	printf 'local all locked scram-sha-256\nlocal all all trust\n' >"$1/data/pg_hba.conf"
	postgres_as "$bin/pg_ctl" start --pgdata="$1/data" --wait --silent --log="$1/data/log" \
		--options="-c listen_addresses='' -c unix_socket_directories='$postgres_socket' -c fsync=off" \
		>"$1/start.log" 2>&1
}

postgres_stop() {
	[[ -z $postgres_folder || ! -e $postgres_folder/data/postmaster.pid ]] ||
		postgres_as "$(postgres_bin)/pg_ctl" stop --pgdata="$postgres_folder/data" --mode=immediate --silent
}

postgres_sql() {
	local database=$1
	shift
	PGOPTIONS='-c client_min_messages=warning' psql --no-psqlrc --quiet --no-align --tuples-only \
		--host="$postgres_socket" --username=postgres --dbname="$database" "$@"
}
