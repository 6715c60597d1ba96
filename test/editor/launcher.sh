#!/bin/sh
# Looks like VS Code's executable to @vscode/test-electron.
here=$(dirname "$0")
exec "$here/../../node_modules/.bin/node" "$here/launcher.ts" "$@"
