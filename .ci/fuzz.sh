#!/bin/bash
# Runs every fuzz target of the module for a moment: .ci/fuzz.sh [TIME]. New targets are found by themselves.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-5s}

mapfile -t targets < <(git grep --untracked -hoE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sort -u)
if [ ${#targets[@]} -eq 0 ]; then
	echo "fuzz: no fuzz target found" >&2
	exit 1
fi
git grep --untracked -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sort -u |
	while IFS=: read -r file declaration; do
		target=${declaration#func }
		echo "fuzz: $target in $(dirname "$file") for $time"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "./$(dirname "$file")" </dev/null
	done
