# Sourced, from the checkout's root, by the commands of package.json. Puts a Node that runs this
# project first on the PATH and installs the dependencies. Needs a POSIX shell, some Node and its npm.

node_version=$(cat scripts/node-version)
node_folder=.runtime/node-$node_version

say() { echo "throughline: $*" >&2; }
fail() { say "$*"; exit 1; }

is_new_enough() {
  major=$("$1" --version 2>/dev/null) || return 1
  major=${major#v}
  [ "${major%%.*}" -ge "${node_version%%.*}" ] 2>/dev/null
}

# Also one of another user, which may not be signalled.
is_process() {
  [ -n "$1" ] && { kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1 || [ -d "/proc/$1" ]; }
}

# One installation at a time. The folder is the lock; in it are the process that made it and its npm,
# which outlives it where it was killed.
lock() {
  mkdir -p .runtime
  waited=0
  until mkdir .runtime/lock 2>/dev/null; do
    holder=$(cat .runtime/lock/pid 2>/dev/null) || holder=
    installer=$(cat .runtime/lock/installer 2>/dev/null) || installer=
    if ! is_process "$holder" && ! is_process "$installer" && { [ -n "$holder" ] || [ $waited -gt 5 ]; }; then
      rm -rf .runtime/lock
      continue
    fi
    [ $waited != 1 ] || say "Waiting for another start (process ${holder:-unknown}) that is installing."
    waited=$((waited + 1))
    sleep 1
  done
  echo $$ >.runtime/lock/pid
}
unlock() { rm -rf .runtime/lock; }

# npm sometimes outlives a SIGTERM.
end_child() {
  kill "$child" 2>/dev/null || return 0
  sleep 1
  kill -9 "$child" 2>/dev/null || :
}

# In the background, so that Ctrl-C and SIGTERM end it instead of waiting for it.
run_interruptibly() {
  "$@" >&2 &
  child=$!
  echo "$child" >.runtime/lock/installer
  trap 'end_child; unlock; exit 143' TERM INT HUP
  status=0
  wait "$child" || status=$?
  trap - TERM INT HUP
  return $status
}

run_npm() { run_interruptibly npm "$@" --ignore-scripts --no-audit --no-fund --loglevel=error; }

apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  say "Installing $1 with apt-get."
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >&2 && return 0
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >&2
}

check_node() {
  problem=$("$1" --version 2>&1 >/dev/null) && return 0
  case $problem in
    *libatomic*) apt_install libatomic1 && "$1" --version >/dev/null 2>&1 && return 0
      fail "Node $node_version needs the library libatomic: install it (Debian, Ubuntu: libatomic1; Fedora: libatomic)." ;;
    *) fail "Node $node_version doesn't run on this machine ($problem): install Node ${node_version%%.*} or later yourself." ;;
  esac
}

install_node() {
  command -v node >/dev/null 2>&1 || fail "Node is missing: install Node 18 or later with npm."
  command -v npm >/dev/null 2>&1 || fail "npm is missing: install it beside Node."
  package=node-$(node -p 'process.platform + "-" + process.arch')
  say "Fetching Node $node_version (this machine has $(node --version)), about 50 MB, once."
  fresh=.runtime/fetching-$$
  rm -rf .runtime/fetching-*
  mkdir -p "$fresh"
  echo '{"private":true}' >"$fresh/package.json"
  run_npm install --prefix "$PWD/$fresh" --workspaces=false --no-save --no-package-lock "$package@$node_version" || {
    rm -rf "$fresh"
    fail "Node $node_version could not be fetched as $package: is the npm registry reachable?"
  }
  check_node "$fresh/node_modules/$package/bin/node"
  mv "$fresh/node_modules/$package" "$node_folder"
  rm -rf "$fresh"
}

# What an installation depends on: the lock file, and the machine for which binaries are chosen.
dependency_stamp() { echo "$(uname -sm) $(cksum <package-lock.json)"; }
dependencies_stamped() {
  [ -f node_modules/.throughline-stamp ] && [ "$(cat node_modules/.throughline-stamp)" = "$(dependency_stamp)" ]
}

install_dependencies() {
  if ! node scripts/dependencies-current.ts; then
    say "Installing dependencies, a minute the first time."
    # npm writes its record last: without one, an installation was cut short and may be half a one.
    [ -f node_modules/.package-lock.json ] || rm -rf node_modules
    rm -f node_modules/.package-lock.json
    # Not "npm ci": since npm 11.16 it refuses a lock file that lacks the optional binaries of other
    # platforms (npm/cli#9846). With --no-save an install follows the lock file and leaves it alone.
    # An old npm may fail on the new Node: then it has its own once more.
    run_npm install --no-save --prefer-offline ||
      { PATH=$machine_path; run_npm install --no-save --prefer-offline; } ||
      { unlock; fail "The dependencies could not be installed: npm's message is above."; }
  fi
  dependency_stamp >node_modules/.throughline-stamp
}

machine_path=$PATH
if ! is_new_enough node; then
  if [ ! -x "$node_folder/bin/node" ]; then
    lock
    [ -x "$node_folder/bin/node" ] || install_node
    unlock
  fi
  PATH=$PWD/$node_folder/bin:$PATH
  export PATH
  is_new_enough node || check_node "$node_folder/bin/node"
fi
if ! dependencies_stamped; then
  lock
  new_path=$PATH
  dependencies_stamped || install_dependencies
  PATH=$new_path
  unlock
fi
