#!/bin/sh
# Mints a one-time upload link with curl, and uploads the file named as the first argument, if any.
#   BASE_URL=https://…/client/v4 ACCOUNT_ID=… API_TOKEN=… sh examples/mint.sh photo.jpg
# Without variables it talks to the local service.
set -eu

base_url="${BASE_URL:-http://127.0.0.1:8787/client/v4}"
account_id="${ACCOUNT_ID:-local}"
api_token="${API_TOKEN:-local-token}"

answer=$(curl --silent --show-error --request POST \
  --header "Authorization: Bearer $api_token" \
  --form 'metadata={"source":"curl"}' \
  --form 'requireSignedURLs=false' \
  "$base_url/accounts/$account_id/images/v2/direct_upload")
echo "$answer"

if [ $# -gt 0 ]; then
  upload_url=$(echo "$answer" | sed -n 's/.*"uploadURL":"\([^"]*\)".*/\1/p')
  curl --silent --show-error --form "file=@$1" "$upload_url"
  echo
fi
