# Changes which keys an account admits. $2 is the old key and $3 the new one, both in base64; $4 says whose it is.
set -u
umask 077
file=$HOME/.ssh/authorized_keys
# Where it is a link, what it leads to is changed.
file=$(readlink -f "$file" 2>/dev/null || printf '%s' "$file")

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Admits the new key under the conditions that the old one has.
add() {
  grep -qF -- "$2" "$file" 2>/dev/null && return 0
  line=$(grep -F -- "$1" "$file" 2>/dev/null | head -n 1)
  [ -n "$line" ] || die "the key that is in use is not in $file; put the new one where it is, and repeat"
  # What stands before the key is its type, and before that the conditions.
  conditions=${line%%"$1"*}
  conditions=${conditions% }
  conditions=${conditions%"${conditions##* }"}
  [ -z "$(tail -c 1 "$file")" ] || echo >>"$file"
  printf '%s\n' "${conditions}ssh-ed25519 $2 $3" >>"$file" || die "$file cannot be written"
}

# Admits the old key no more; whole or not at all.
remove() {
  grep -qF -- "$1" "$file" || return 0
  new=$file.till.$$
  trap 'rm -f "$new"' EXIT
  trap 'exit 1' HUP INT TERM
  cp -p "$file" "$new" && grep -vF -- "$1" "$file" >"$new" && mv -f "$new" "$file"
}

step=$1
shift
"$step" "$@"
