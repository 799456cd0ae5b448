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

echo "-- Doctor: a fake server in the process, for people and as JSON"
run Doctor | tee "$work/doctor.txt"
grep -q 'Status: passed' "$work/doctor.txt"
for transport in grpc rest auto; do
  run Doctor --json --transport "$transport" --test-call sample-profile >"$work/doctor.json" 2>"$work/doctor.log"
  grep -q '^{"status":"Passed"' "$work/doctor.json"
done
cat "$work/doctor.json"
echo "-- Doctor: a name that nobody knows"
failed=0
run Doctor --endpoint https://no-such-host.invalid >"$work/doctor.txt" || failed=$?
[ "$failed" = 1 ]
grep -q 'Begin with dns' "$work/doctor.txt"

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

for transport in grpc rest; do
  echo "-- EventsOnly: --transport $transport"
  run EventsOnly --transport "$transport" | tee "$work/events.log"
  [ "$(grep -ci "^Recorded by the fake server over $transport: .*, OK" "$work/events.log")" = 4 ]
done

for transport in Grpc Rest; do
  echo "-- WorkerService: 20 calls of 5 s, --transport $transport"
  run WorkerService --transport "$transport" >"$work/worker.log" || { cat "$work/worker.log"; exit 1; }
  grep 'cresta-voice-call-session is Healthy' "$work/worker.log"
  grep -qF 'Activity.DisplayName:        call StreamCallSession' "$work/worker.log"
  grep -qF 'Metric Name: cresta.voicecallsession.calls.ended' "$work/worker.log"
  tail -n 2 "$work/worker.log"
  grep -q '^Fake server: 20 calls, 20 ended with CALL_ENDED' "$work/worker.log"
done

for transport in Grpc Rest; do
  echo "-- WorkerService: kill -TERM under 20 live calls, --transport $transport"
  serve --exit-after 20 --tokens
  : >"$work/worker.log"
  Cresta__VoiceCallSession__Endpoint=$endpoint Cresta__VoiceCallSession__Transport=$transport \
    Cresta__VoiceCallSession__Credential__AuthEndpoint=$(sed -n 's/^tokens at //p' "$work/server.log") \
    Cresta__VoiceCallSession__Credential__ClientId=client-1 Cresta__VoiceCallSession__Credential__ClientSecret=secret-1 \
    dotnet samples/WorkerService/bin/Release/net10.0/WorkerService.dll --seconds 0 >"$work/worker.log" 2>&1 &
  worker=$!
  for _ in $(seq 300); do [ "$(grep -c ' is live, ' "$work/worker.log")" = 20 ] && break; sleep 0.1; done
  [ "$(grep -c ' is live, ' "$work/worker.log")" = 20 ] || { cat "$work/worker.log"; exit 1; }
  began=${EPOCHREALTIME/./}
  kill -TERM "$worker"
  wait "$worker" || { cat "$work/worker.log"; exit 1; }
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
  grep 'is draining' "$work/worker.log"
  tail -n 1 "$work/worker.log"
  timeout=$(sed -n 's/.*"ShutdownTimeoutSeconds": \([0-9]*\).*/\1/p' samples/WorkerService/appsettings.json)
  echo "exit code 0 after $took ms, of $timeout s"
  [ "$took" -lt "$((timeout * 1000))" ]
  wait "$server"
  ended=$(grep '"ending":"ClientCompleted","clientHalfClosed":true' "$work/record.json" | grep "\"transport\":\"$transport\"" | grep -F '"authorization":"Bearer ***"' |
    grep -E '"CALL_ENDED"[^}]*\}\}\],"sequenceIds"' | grep -o '"platformCallId":"[^"]*"' | sort -u | wc -l)
  bytes=$(sed 's/.*"totalAudioBytes":\([0-9]*\).*/\1/' "$work/record.json" | paste -sd+)
  echo "the server's own record: $ended calls ended by the client with CALL_ENDED; $((bytes)) bytes of audio"
  [ "$ended" = 20 ]
  grep -qF "; $((bytes)) bytes of audio acknowledged." "$work/worker.log"
done

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
