#!/usr/bin/env bash
# Holds 100 paced calls over connections that are cut, one each second: tests/soak.sh [seconds] [transport ...], by default 600 s on each transport.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-600}
transports=("${@:2}")
[ ${#transports[@]} -gt 0 ] || transports=(grpc rest)
for transport in "${transports[@]}"; do
  dotnet run -c Release --project tests/Cresta.VoiceCallSession.Sdk.Soak -- --seconds "$seconds" --transport "$transport"
done
