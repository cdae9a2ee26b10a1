#!/usr/bin/env bash
# steps.sh TASK…: runs make's tasks one after the other, stops at the first that fails, and says how long each took.
set -euo pipefail
source "$(dirname "$0")/env.sh"

cd "$repo_root"
summary=()
for task in "$@"; do
  say "$task"
  SECONDS=0
  if ! make "$task"; then
    say "$task failed after $SECONDS s"
    exit 1
  fi
  summary+=("$(printf '%-10s %5d s' "$task" "$SECONDS")")
done
printf '%s\n' "All steps passed:" "${summary[@]/#/  }"
