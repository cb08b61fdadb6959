#!/bin/bash
# Runs every fuzz target of the module for a moment: .ci/fuzz.sh [TIME]. New targets are found by themselves.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-5s}

mapfile -t targets < <(git grep --untracked -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go')
if [ ${#targets[@]} -eq 0 ]; then
	echo "fuzz: no fuzz target found" >&2
	exit 1
fi

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
log=$built/log
corpus=$(go env GOCACHE)/fuzz

# A package's targets share one binary, which is built with what go test -fuzz builds into it: the counters that lead
# the fuzzing to code not yet reached.
build() {
	if [ ! -e "$built/$1.test" ]; then
		mkdir -p "$built/$(dirname "$1")"
		go test -c -fuzz . -o "$built/$1.test" "./$1"
	fi
}

# Before Go 1.27 a run whose time is up now and then fails with "context deadline exceeded" and no failing input
# (https://go.dev/issue/75804). Only such a run is given another try.
fuzz() {
	for try in 1 2 3; do
		(cd "$1" && "$built/$1.test" -test.run '^$' -test.paniconexit0 -test.fuzz "^$2\$" -test.fuzztime "$time" \
			-test.fuzzcachedir "$corpus/$(go list .)" 2>&1) | tee "$log" && return
		if ! grep -qx '    context deadline exceeded' "$log" || grep -q 'Failing input written' "$log"; then
			return 1
		fi
		echo "fuzz: $2 ended late and found nothing (go.dev/issue/75804), try $try of 3"
	done
	return 1
}

for found in "${targets[@]}"; do
	package=$(dirname "${found%%:*}")
	target=${found##*func }
	echo "fuzz: $target in ./$package for $time"
	build "$package"
	fuzz "$package" "$target"
done
