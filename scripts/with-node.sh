#!/bin/sh
# Runs a program with this project's Node: sh scripts/with-node.sh <file> [arguments]
set -eu
cd "$(dirname "$0")/.."
. scripts/bootstrap.sh
exec node "$@"
