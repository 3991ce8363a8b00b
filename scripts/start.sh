#!/bin/sh
# npm start. Ends by becoming the server, so that the signals which npm passes on reach it.
set -eu
cd "$(dirname "$0")/.."
. scripts/bootstrap.sh
node scripts/build-web.ts
exec node packages/server/src/main.ts "$@"
