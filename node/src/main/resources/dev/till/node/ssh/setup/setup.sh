# Sets till up in the home of an account, below ~/.local/share/till. The first argument says which step.
set -u
base=$HOME/.local/share/till
till=$base/current/bin/till

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# What is here. Changes nothing.
probe() {
  for tool in bash tar git setsid; do
    command -v "$tool" >/dev/null 2>&1 && echo "tool=$tool"
  done
  [ -L "$base/current" ] && echo "installed=$(readlink "$base/current")"
  [ -d "$base/$1" ] && echo "unpacked=$1"
  [ -e "$HOME/.local/bin/till" ] && [ ! -L "$HOME/.local/bin/till" ] && echo "inway=$HOME/.local/bin/till"
  [ -x "$till" ] && echo "device=$("$till" device status --json 2>/dev/null </dev/null)"
  return 0
}

# Makes release $1 of what comes on standard input, whole or not at all.
unpack() {
  receive "$1" tar -xf - -C
}

# Makes a release of what branch HEAD of the repository $1 builds, and says its name.
build() {
  source=$base/.source.$$
  trap 'rm -rf "$source"' EXIT
  trap 'exit 1' HUP INT TERM
  mkdir -p "$base" || exit 1
  git clone --quiet --depth 1 -- "$1" "$source" || die "git clone of $1 failed"
  name=git-$(git -C "$source" rev-parse --short=12 HEAD) || exit 1
  if [ ! -d "$base/$name" ]; then
    "$source/till" --version >&2 </dev/null || die "what is in $1 cannot be built"
    [ -x "$source/node/target/till/bin/till" ] || die "what is in $1 is no source of till"
    receive "$name" copy "$source/node/target/till"
  fi
  echo "built=$name"
}

copy() {
  cp -R "$1/." "$2"
}

# Makes release $1 by the command that follows, which is told a directory to fill.
receive() {
  name=$1
  shift
  new=$base/.new.$$
  trap 'rm -rf "$new" "${source:-$new}"' EXIT
  trap 'exit 1' HUP INT TERM
  mkdir -p "$new" || exit 1
  # What earlier attempts left when the host went down under them.
  find "$base" -maxdepth 1 \( -name '.new.*' -o -name '.source.*' \) -mmin +60 -exec rm -rf {} + 2>/dev/null
  "$@" "$new" || die "till could not be put into $new"
  [ -x "$new/bin/till" ] || die "what was put into $new has no bin/till"
  [ -d "$base/$name" ] || mv "$new" "$base/$name" || exit 1
}

# Lets release $1 be the one that is used, for people too.
activate() {
  ln -s "$1" "$base/.current.$$" || exit 1
  mv -fT "$base/.current.$$" "$base/current" 2>/dev/null || mv -fh "$base/.current.$$" "$base/current" || exit 1
  mkdir -p "$HOME/.local/bin" && ln -sf "$till" "$HOME/.local/bin/till"
}

# Runs the node, and returns when it serves. Its name is $1 until its fleet gives it one.
start() {
  log=$base/start.log
  : >"$log" || exit 1
  if command -v setsid >/dev/null 2>&1; then
    setsid "$till" up --name "$1" --json </dev/null >>"$log" 2>&1 &
  else
    nohup "$till" up --name "$1" --json </dev/null >>"$log" 2>&1 &
  fi
  pid=$!
  waited=0
  until grep -q '"ready":true' "$log"; do
    kill -0 "$pid" 2>/dev/null || die "the node ended at once: $(tail -n 1 "$log")"
    [ "$waited" -lt 120 ] || die "the node does not serve after two minutes; see $log there"
    waited=$((waited + 1))
    sleep 1
  done
}

# Removes all releases but the one in use and $1.
prune() {
  current=$(readlink "$base/current")
  for release in "$base"/*/; do
    name=$(basename "$release")
    [ -L "$base/$name" ] || [ "$name" = "$current" ] || [ "$name" = "$1" ] || rm -rf "${base:?}/$name"
  done
}

step=$1
shift
case $step in
  status | down) exec "$till" "$@" ;;
  enroll) exec "$till" --timeout 1m device enroll - --name "$1" --json ;;
  *) "$step" "$@" ;;
esac
