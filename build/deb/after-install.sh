#!/bin/sh
# ${executable} and ${sanitizedProductName} are filled in by electron-builder.
set -e
ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'

# Chromium's sandbox uses user namespaces where ordinary users may have them, else this helper must be root's.
if setpriv --reuid 65534 --regid 65534 --clear-groups unshare --user --map-root-user true 2>/dev/null; then
  chmod 0755 '/opt/${sanitizedProductName}/chrome-sandbox'
else
  chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox'
fi
