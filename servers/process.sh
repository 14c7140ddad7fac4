# Starts a server, waits for it, runs a command beside it and stops it. Read with `.` by a script beside it that has set
# script (the name to speak under), label (what is served by) and start_seconds.

say() {
  printf 'servers/%s: %s\n' "$script" "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

digest() { # file...
  cat "$@" | sha256sum | cut -c 1-12
}

free_port() { # python
  "$1" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Its own process group, so that the processes that it starts end with it.
stop() {
  trap - EXIT INT TERM HUP
  if [ -n "${server:-}" ] && kill -0 "$server" 2>/dev/null; then
    kill -TERM -- "-$server" 2>/dev/null || true
    for _ in $(seq 50); do
      kill -0 -- "-$server" 2>/dev/null || break
      sleep 0.2
    done
    kill -KILL -- "-$server" 2>/dev/null || true
  fi
  [ -z "${temporary_log:-}" ] || rm -f "$temporary_log"
}

# Asked past bash, so that neither curl nor a proxy is needed.
answers_health() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    printf 'GET /health HTTP/1.0\r\n\r\n' >&3
    read -r -t 10 answer <&3
    case $answer in *" 200 "*) ;; *) exit 1 ;; esac
  ) 2>/dev/null
}

wait_until_ready() {
  deadline=$((SECONDS + start_seconds))
  while [ "$SECONDS" -lt "$deadline" ]; do
    if ! kill -0 "$server" 2>/dev/null; then
      tail -n 40 "$log" >&2
      fail "$label ended while it started: see above"
    fi
    if answers_health; then return; fi
    sleep 1
  done
  tail -n 40 "$log" >&2
  fail "$label was not ready after $start_seconds s: see above"
}

# Before a server starts: it is stopped however the script ends. Sets log, for the server to write to.
stop_at_the_end() { # where it writes to, or nothing
  log=$1
  if [ -z "$log" ]; then
    temporary_log=$(mktemp)
    log=$temporary_log
  fi
  trap stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# Once the server has started: the command with its address, and the command's status.
run_beside_it() { # command...
  wait_until_ready
  status=0
  OPENAI_BASE_URL=http://127.0.0.1:$port/v1 "$@" || status=$?
  exit "$status"
}

usage() { # the script
  sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$1" >&2
  exit 2
}
