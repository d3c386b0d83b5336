#!/bin/sh
# Runs daon-node, and founds a chain before its first start where that is wanted: on an empty volume, with no peers named.
# The image of docker/Dockerfile begins with it.
#
#   CHAIN_ID          the new chain's name; with peers, the name that theirs must have
#   MONIKER           what to call this node
#   FAULT_MODEL       of a new chain: byzantine (default) or crash; docs/operations.md says what that means
#   PERSISTENT_PEERS  id@host:port,...: joins their chain and never founds one
#   ROLE              witness: the same without peers is a mistake, and nothing is founded
set -eu

home=${DAON_HOME:-$HOME/.daon}
peers=${PERSISTENT_PEERS:-}${DAON_P2P_PERSISTENT_PEERS:-}${DAON_P2P_SEEDS:-}

complain() {
    echo "init-blockchain.sh: $*" >&2
    exit 1
}

if [ "${1:-start}" = start ]; then
    mkdir -p "$home" 2>/dev/null || true
    [ -w "$home" ] || complain "$home cannot be written by user $(id -u). If it is a folder of the host, run there:" \
        "sudo chown -R $(id -u):$(id -g) FOLDER"
    if [ ! -e "$home/config" ] && [ -z "$peers" ]; then
        [ "${ROLE:-}" != witness ] || complain "a witness joins a chain: set PERSISTENT_PEERS=<id>@<host>:26656"
        daon-node init --home "$home" --fault-model "${FAULT_MODEL:-byzantine}"
    fi
    [ $# -eq 0 ] || shift
    exec daon-node start --home "$home" "$@"
fi
exec daon-node "$@"
