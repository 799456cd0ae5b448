#!/usr/bin/env bash
# Runs every sample as a user would, on what the Release build made. Needs sox for the long call.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
run() { dotnet run -c Release --no-build --project "samples/$1" -- "${@:2}"; }

echo "-- StreamWavFile: the bundled conversation, plain and as JSON"
run StreamWavFile --speed 0
run StreamWavFile --speed 0 --json | tee "$work/report.json"
grep -q '"nothingLost":true' "$work/report.json"

echo "-- StreamWavFile: an hour of stereo audio"
sox -q samples/StreamWavFile/audio/conversation.wav "$work/hour.wav" repeat 239
/usr/bin/env time -f 'peak working set: %M KiB in %e s' dotnet samples/StreamWavFile/bin/Release/net10.0/StreamWavFile.dll --file "$work/hour.wav" --speed 0 --json >"$work/hour.json" 2>"$work/hour.log" || { cat "$work/hour.log"; exit 1; }
tail -n 1 "$work/hour.log"
grep -q '"nothingLost":true' "$work/hour.json"

echo "-- FakeServer: a call from another process"
run FakeServer --port 0 --exit-after 1 >"$work/record.json" 2>"$work/server.log" &
server=$!
for _ in $(seq 100); do grep -q 'listening on' "$work/server.log" && break; sleep 0.1; done
endpoint=$(sed -n 's/^listening on //p' "$work/server.log")
run StreamWavFile --endpoint "$endpoint" --speed 0 --json >"$work/remote.json"
wait "$server"
cat "$work/record.json"
grep -q '"totalAudioBytes":240000' "$work/record.json"
echo "Samples passed"
