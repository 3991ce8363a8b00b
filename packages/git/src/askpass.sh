#!/bin/sh
# Git asks this program for a user name and a password (GIT_ASKPASS); its question ends with the
# place that wants them, in quotes. The answer stands in its environment, for one place only.
case "$1" in
"Username for '$THROUGHLINE_GIT_SCHEME//$THROUGHLINE_GIT_HOST': ")
  printf '%s\n' "$THROUGHLINE_GIT_USERNAME" ;;
"Password for '$THROUGHLINE_GIT_SCHEME//"*"@$THROUGHLINE_GIT_HOST': ")
  printf '%s\n' "$THROUGHLINE_GIT_PASSWORD" ;;
*) exit 1 ;;
esac
