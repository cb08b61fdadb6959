#!/bin/bash
# Checks docker-compose.yml with the settings of .env.example, as `docker compose config` reads them. No Docker engine
# is needed. Where Docker lacks its compose plugin, the plugin is built from source.
set -euo pipefail
cd "$(dirname "$0")/.."
version=v5.6.0

compose=(docker compose)
if ! docker compose version >/dev/null 2>&1; then
	plugin=$PWD/bin/docker-compose-$version/cli-plugins/docker-compose
	if [ ! -x "$plugin" ]; then
		echo "compose: Docker has no compose plugin here, building $version"
		module=$(mktemp -d)
		trap 'rm -rf "$module"' EXIT
		# `go install module@version` refuses a module with exclude directives, so a module of our own requires it.
		(
			cd "$module"
			go mod init compose
			go get "github.com/docker/compose/v5/cmd@$version"
			go build -trimpath -ldflags='-s -w' -o "$plugin" github.com/docker/compose/v5/cmd
		) >"$module/log" 2>&1 || { cat "$module/log" >&2; exit 1; }
	fi
	if docker --version >/dev/null 2>&1; then
		export DOCKER_CONFIG=$PWD/bin/docker-compose-$version
	else
		compose=("$plugin")
	fi
fi
"${compose[@]}" version
"${compose[@]}" --env-file .env.example config --quiet
echo "compose: docker-compose.yml is sound with .env.example"

# A password must be set: without one there is no configuration.
if env -u POSTGRES_PASSWORD "${compose[@]}" --env-file /dev/null config --quiet 2>/dev/null; then
	echo "compose: docker-compose.yml passes without a password" >&2
	exit 1
fi
