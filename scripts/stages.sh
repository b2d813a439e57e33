# Sourced by the scripts that build: what takes time is said in one line on standard error, the rest stays quiet.
say() { echo "firstchair: $*" >&2; }

# quietly COMMAND...: what it prints is shown only when it fails
quietly() {
  local log
  log=$("$@" 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
}

# build FOLDER WORDS [ARGS...]: builds there; says WORDS, where there are any, as soon as something is really built; shows
# the log when it fails
build() {
  local log
  log=$(cmake --build "$1" "${@:3}" 2>&1 | tee >(said "$2")) || { printf '%s\n' "$log" >&2; exit 1; }
}
said() {
  local line
  [ -z "$1" ] || while read -r line; do
    case $line in *'] Building'* | *'] Linking'*) say "$1" && break ;; esac
  done
  cat >/dev/null
}
