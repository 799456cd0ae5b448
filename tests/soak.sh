#!/usr/bin/env bash
# Holds 100 paced calls over connections that are cut, one each second, on each transport: soak.sh [seconds] [transport ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-600}
shift || true
for transport in "${@:-grpc rest}"; do
  for each in $transport; do
    dotnet run -c Release --project tests/Cresta.VoiceCallSession.Sdk.Soak -- --seconds "$seconds" --transport "$each"
  done
done
