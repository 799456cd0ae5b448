#!/usr/bin/env bash
# Runs every sample as a user would, on what the Release build made. Needs sox for the long call and curl for the raw REST exchange.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
run() { dotnet run -c Release --no-build --project "samples/$1" -- "${@:2}"; }

echo "-- StreamWavFile: the bundled conversation, plain and as JSON"
run StreamWavFile --speed 0
run StreamWavFile --speed 0 --json | tee "$work/report.json"
grep -q '"nothingLost":true' "$work/report.json"

for transport in rest auto; do
  echo "-- StreamWavFile: --transport $transport"
  run StreamWavFile --speed 0 --json --transport "$transport" >"$work/report.json"
  grep -q '"nothingLost":true' "$work/report.json"
done

for transport in grpc rest; do
  for seed in 1 2 3; do
    echo "-- StreamWavFile: --chaos $seed, --transport $transport"
    run StreamWavFile --chaos "$seed" --speed 2 --json --transport "$transport" >"$work/report.json" 2>"$work/chaos.log" || { cat "$work/chaos.log"; exit 1; }
    grep -q '"nothingLost":true' "$work/report.json"
    grep -q '"cause":"Reconnect"' "$work/report.json"
  done
done
cat "$work/chaos.log"

sox -q samples/StreamWavFile/audio/conversation.wav "$work/hour.wav" repeat 239
for transport in grpc rest; do
  echo "-- StreamWavFile: an hour of stereo audio, --transport $transport"
  /usr/bin/env time -f 'peak working set: %M KiB in %e s' dotnet samples/StreamWavFile/bin/Release/net10.0/StreamWavFile.dll --file "$work/hour.wav" --speed 0 --json --transport "$transport" >"$work/hour.json" 2>"$work/hour.log" || { cat "$work/hour.log"; exit 1; }
  tail -n 1 "$work/hour.log"
  grep -q '"nothingLost":true' "$work/hour.json"
done

# Starts the fake server with the options given and sets $server and $endpoint.
serve() {
  : >"$work/server.log"
  run FakeServer --port 0 "$@" >"$work/record.json" 2>"$work/server.log" &
  server=$!
  for _ in $(seq 100); do grep -q 'listening on' "$work/server.log" && break; sleep 0.1; done
  endpoint=$(sed -n 's/^listening on //p' "$work/server.log")
}

echo "-- FakeServer: a call from another process"
serve --exit-after 1
run StreamWavFile --endpoint "$endpoint" --speed 0 --json >"$work/remote.json"
wait "$server"
cat "$work/record.json"
grep -q '"totalAudioBytes":240000' "$work/record.json"

echo "-- FakeServer without gRPC: --transport auto finds REST"
serve --exit-after 1 --rest-only
run StreamWavFile --endpoint "$endpoint" --speed 0 --json --transport auto >"$work/remote.json"
wait "$server"
grep -q '"totalAudioBytes":240000' "$work/record.json"

for style in v1 v2; do
  echo "-- FakeServer: curl with NDJSON, as a gateway of $style answers"
  serve --exit-after 1 --rest-style "$style"
  printf '%s\n' \
    '{"streamingConfig":{"profile":"p","audioMetadata":{"sampleRateHertz":8000,"encoding":"MULAW"},"platformCallId":"curl-1"},"sequenceId":"1"}' \
    '{"sessionEvent":{"eventType":"CALL_STARTED","platformCallId":"curl-1"},"sequenceId":"2"}' \
    '{"audioContent":{"audioContent":"//////8=","participant":{"role":"AGENT","platformAgentId":"a1"}},"sequenceId":"3"}' |
    curl -sS --http2-prior-knowledge --data-binary @- -H 'Content-Type: application/json' "$endpoint/v1/voicecallsession/streamCallSession" | tee "$work/answers"
  wait "$server"
  [ "$(grep -c '"result"' "$work/answers")" = 3 ]
done
echo "Samples passed"
