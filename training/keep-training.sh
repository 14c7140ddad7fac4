#!/usr/bin/env bash
# Keeps `models.train_vlm` running until it has had its time. Arguments are passed on:
#
#   ./keep-training.sh --minutes 262 --mix relations=0.85 …
#
# jemalloc that never gives memory back saves the kernel two fifths of a step, and lets the process grow by half a
# gigabyte a minute; so training is stopped at LIMIT_KB (its checkpoint is written) and begun again. Stop it for good
# with `touch .cache/stop`.
set -uo pipefail
cd "$(dirname "$0")"
export LD_PRELOAD=${LD_PRELOAD-/usr/lib/x86_64-linux-gnu/libjemalloc.so.2}
export MALLOC_CONF=narenas:1,oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1
export OMP_WAIT_POLICY=PASSIVE TOKENIZERS_PARALLELISM=false
log=.cache/keep-training.log
exec 9> .cache/keep-training.lock
flock -n 9 || { echo "keep-training.sh: another one runs in this folder and would write the same checkpoint; touch .cache/stop ends it" >&2; exit 1; }
rm -f .cache/stop
: > "$log"
until [ -e .cache/stop ] || grep -q '^# finished' "$log"; do
  .venv/bin/python -m models.train_vlm "$@" >> "$log" 2>&1 9>&- &
  training=$!
  while kill -0 "$training" 2> /dev/null; do
    sleep 10
    held=$(ps -o rss= -p "$training" || echo 0)
    if [ "${held:-0}" -gt "${LIMIT_KB:-8500000}" ] || [ -e .cache/stop ]; then
      kill -TERM "$training"
      break
    fi
  done
  wait "$training" || { status=$?; [ -e .cache/stop ] || { tail -5 "$log" >&2; exit "$status"; }; }
done
