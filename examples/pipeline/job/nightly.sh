#!/bin/sh
# The nightly job: its subtasks, one after another. Where HAND_ON names a program, that gives each its credentials; else all have the job's.
set -eu
here=$(dirname "$0")
for task in extract enrich publish; do
  ${HAND_ON:+"$HAND_ON" "$task"} node "$here/$task.mjs"
done
