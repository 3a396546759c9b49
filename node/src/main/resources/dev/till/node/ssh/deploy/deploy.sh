# Keeps releases of a directory, below the path that is the second argument; the first says which step.
#   releases/ID    what was deployed, each file that did not change a hard link to the one before
#   releases/.ID   a release that is not whole yet
#   current        leads to the release in use
set -u
step=$1
case $2 in
  /*) top=$2 ;;
  *) top=$HOME/$2 ;;
esac
shift 2

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# What is here. Changes nothing.
look() {
  echo "top=$top"
  command -v rsync >/dev/null 2>&1 && echo rsync=yes
  [ -e "$top/current" ] && [ ! -L "$top/current" ] && echo "inway=$top/current"
  [ -L "$top/current" ] && echo "current=$(basename "$(readlink "$top/current")")"
  for release in "$top"/releases/.[0-9]* "$top"/releases/*; do
    [ -d "$release" ] && echo "release=$(basename "$release")"
  done
  return 0
}

prepare() {
  mkdir -p "$top/releases/.$1" || die "$top cannot be made there"
}

# Makes release $1 the one in use; it may be whole, or about to be.
switch() {
  [ -d "$top/releases/$1" ] || mv "$top/releases/.$1" "$top/releases/$1" || exit 1
  ln -s "releases/$1" "$top/.current.$$" || exit 1
  mv -fT "$top/.current.$$" "$top/current" 2>/dev/null || mv -fh "$top/.current.$$" "$top/current" || exit 1
}

# There was none before.
unswitch() {
  rm -f "$top/current"
}

# Runs the line $1 in the release in use, which has to end well.
health() {
  cd "$top/current/" || exit 1
  exec sh -c "$1"
}

# Removes the releases that follow.
prune() {
  for release in "$@"; do
    rm -rf "${top:?}/releases/${release:?}"
  done
}

"$step" "$@"
