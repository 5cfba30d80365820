#!/usr/bin/env bash
# Prints the secrets that the chart names, with new random passwords for the in-cluster servers:
#   scripts/create-secrets.sh RELEASE | kubectl -n NAMESPACE create -f -
# `create` and not `apply`: servers that are there keep the passwords with which they were first started.
set -euo pipefail
release=${1:-rvos}
[[ $release =~ ^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$ ]] || { echo "create-secrets: '$release' is no name of a release" >&2; exit 2; }

# Letters and digits: they need no escape in an address.
random() { head -c 24 /dev/urandom | base64 -w0 | tr -d '/+='; }
rabbit=$(random) postgres=$(random) account=rvos$(head -c 4 /dev/urandom | od -An -tx4 | tr -d ' ') key=$(head -c 64 /dev/urandom | base64 -w0)
cat <<END
apiVersion: v1
kind: Secret
metadata:
  name: rvos-rabbitmq
stringData:
  username: rvos
  password: $rabbit
  address: amqp://rvos:$rabbit@$release-rabbitmq:5672/
  management: http://rvos:$rabbit@$release-rabbitmq:15672/
---
apiVersion: v1
kind: Secret
metadata:
  name: rvos-postgresql
stringData:
  password: $postgres
  connection: Host=$release-postgresql;Database=rvos;Username=rvos;Password=$postgres;Maximum Pool Size=20
---
apiVersion: v1
kind: Secret
metadata:
  name: rvos-blobs
stringData:
  accounts: $account:$key
  connection: DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=$key;BlobEndpoint=http://$release-blobs:10000/$account;
END
