#!/bin/bash
# Prepares a server for a datacenter of DAON: folders, jq, the source code, and a look whether Docker is there. Run it as root;
# running it again changes nothing that is there.
#
#   curl -sSL https://raw.githubusercontent.com/daon-network/daon/main/setup-server.sh | sudo bash
set -euo pipefail

deployment=${DAON_DEPLOYMENT:-/opt/daon}
source_folder=${DAON_SOURCE:-/opt/daon-source}
database=${DAON_DATABASE:-/opt/daon-database}
repository=${DAON_REPOSITORY:-https://github.com/daon-network/daon.git}
# The user of docker/Dockerfile, who must be able to write there.
container_user=10001:10001

complain() {
    echo "setup-server.sh: $*" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || complain "this needs root: sudo $0"
command -v apt-get >/dev/null || complain "this prepares Debian and Ubuntu; elsewhere make the folders named in it by hand"

missing=()
for program in jq curl git; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" ca-certificates >/dev/null
fi

install -d -m 0755 "$deployment" "$database"
for volume in blockchain witness; do
    [ -e "$database/$volume" ] || install -d -m 0700 -o "${container_user%:*}" -g "${container_user#*:}" "$database/$volume"
done

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]:-$0}")")
if [ ! -e "$source_folder" ]; then
    if [ -e "$here/docker/docker-compose.yml" ]; then
        cp -R "$here" "$source_folder"
    else
        git clone --quiet --depth 1 "$repository" "$source_folder"
    fi
fi
for file in docker-compose.yml validator-node.docker-compose.yml docker; do
    [ -e "$deployment/$file" ] || cp -R "$source_folder/$file" "$deployment/$file"
done

echo "Ready: $deployment (deployment), $source_folder (source), $database (volumes)."
if docker compose version >/dev/null 2>&1; then
    echo "Next: cd $deployment && docker compose up -d"
else
    echo "Docker with its compose plugin is missing: https://docs.docker.com/engine/install/. Then: cd $deployment && docker compose up -d"
fi
