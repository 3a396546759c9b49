# Brings the working copies that are named up to date, then till itself; a line for each. Ends with 1 when one could not be.
set -u
export GIT_TERMINAL_PROMPT=0
status=0

refuse() {
  printf '%s\n' "$1"
  status=1
}

pull() {
  case $1 in
    /*) path=$1 ;;
    *) path=$HOME/$1 ;;
  esac
  [ -e "$path/.git" ] || { refuse "$1: no working copy of git"; return; }
  changes=$(git -C "$path" status --porcelain 2>&1) || { refuse "$1: $changes"; return; }
  [ -z "$changes" ] || { refuse "$1: not pulled, for it has changes: $(printf '%s' "$changes" | head -n 20 | tr '\n' ',')"; return; }
  before=$(git -C "$path" rev-parse --short HEAD)
  said=$(git -C "$path" pull --ff-only --quiet 2>&1) || { refuse "$1: not pulled: $(printf '%s' "$said" | tail -n 1)"; return; }
  after=$(git -C "$path" rev-parse --short HEAD)
  if [ "$before" = "$after" ]; then
    echo "$1: is at $after, as before"
  else
    echo "$1: from $before to $after"
  fi
}

for name in "$@"; do
  pull "$name"
done
PATH=$PATH:$HOME/.local/bin:/usr/local/bin
if command -v till >/dev/null 2>&1; then
  said=$(till sync 2>&1 </dev/null)
  case $? in
    0) echo 'till sync: done' ;;
    *) refuse "till sync: $(printf '%s' "$said" | tail -n 1)" ;;
  esac
else
  echo 'till sync: no till there'
fi
exit "$status"
